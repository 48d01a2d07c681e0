// English sentences to try in Chinese. The first one is what the task opens with.

/** @type {import('./index.js').Example[]} */
export const ENGLISH_TO_CHINESE = [
  {
    text: 'I saw your brother in the park yesterday.',
    look: {
      en: 'Chinese says when and where before the verb: “yesterday” and “in the park” move to the front, far from the '
        + 'diagonal.',
      zh: '中文把时间和地点放在动词前面：yesterday 和 in the park 都移到前面，离对角线很远。',
    },
  },
  {
    text: 'What are you going to do tomorrow?',
    look: {
      en: 'A Chinese question word stays where its answer would stand: “what” is written last, after 做, and looks back '
        + 'at the first English word.',
      zh: '中文的疑问词留在答案的位置上：“什么”写在“做”后面，却要回头看英语的第一个词。',
    },
  },
  {
    text: 'I have two cats and three dogs.',
    look: {
      en: 'Between number and noun Chinese puts a measure word, 只 for small animals. English has no word for it; see '
        + 'what it looks at.',
      zh: '数词和名词之间要有量词，小动物用“只”。英语里没有与它对应的词，看看它在看哪里。',
    },
  },
  {
    text: 'The book that you lent me is very interesting.',
    odd: true,
    look: {
      en: 'What describes a noun comes before it: “that you lent me” is first, then 的, then the book. Not '
        + 'every model keeps the book; see what each makes of it.',
      zh: '修饰语都在名词前面：先写 that you lent me，再写“的”，然后才是“书”。不是每个模型都写出了“书”，看看它们各自写成了什么。',
    },
  },
  {
    text: 'If it does not rain tomorrow morning, we will go to the park with our friends and play football there.',
    look: {
      en: 'A long one. See which clauses are put in order by themselves, and what is lost on the way, such as the '
        + 'friends and the football.',
      zh: '一个长句。看看哪些分句各自排好了语序，又丢掉了什么，比如朋友和足球。',
    },
  },
  {
    text: 'The blacksmith sold his anvil to a violinist.',
    odd: true,
    look: {
      en: 'Rare words. The models have seen few or none of them and write something all the same. The underlines show '
        + 'where they were unsure.',
      zh: '生僻词。模型几乎没见过这些词，却照样要写出点什么。下划线标出它们没有把握的地方。',
    },
  },
];
