// English sentences to try in Chinese. The first one is what the task opens with.

/** @type {import('./index.js').Example[]} */
export const ENGLISH_TO_CHINESE = [
  {
    text: 'I met my teacher at the station yesterday.',
    look: {
      en: 'Chinese says when and where before the verb: “yesterday” and “at the station” move to the front. Look for '
        + 'weights far from the diagonal.',
      zh: '中文把时间和地点放在动词前面：yesterday 和 at the station 都移到了前面。找找离对角线很远的权重。',
    },
  },
  {
    text: 'What does your sister want to eat tonight?',
    look: {
      en: 'A Chinese question word stays where its answer would stand: “what” is written last, after 吃, and looks back '
        + 'at the first English word.',
      zh: '中文的疑问词留在答案的位置上：“什么”写在“吃”后面，却要回头看英语的第一个词。',
    },
  },
  {
    text: 'She bought three books and two cups of tea.',
    look: {
      en: 'Between number and noun Chinese puts a measure word: 本 for books, 杯 for cups. English has no word for 本; '
        + 'see what it looks at.',
      zh: '数词和名词之间要有量词：书用“本”，茶用“杯”。英语里没有与“本”对应的词，看看它在看哪里。',
    },
  },
  {
    text: 'The book that you lent me is very interesting.',
    look: {
      en: 'What describes a noun comes before it: “that you lent me” is written first, then 的, then the book.',
      zh: '修饰语都在名词前面：先写 that you lent me，再写“的”，然后才是“书”。',
    },
  },
  {
    text: 'If it does not rain tomorrow morning, we will go to the park with our friends and play football there.',
    look: {
      en: 'A long one. See how each clause is put in order by itself.',
      zh: '一个长句。看看每个分句怎样各自排好语序。',
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
