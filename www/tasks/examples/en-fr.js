// English sentences to try in French. The first one is what the page opens with.

/** @type {import('./index.js').Example[]} */
export const ENGLISH_TO_FRENCH = [
  {
    text: 'The little girl is wearing a blue dress.',
    look: {
      en: 'French puts most adjectives behind the noun. Follow “blue dress” and its French words: the diagonal of the '
        + 'map turns round there. “Little” is one of the few that stay in front.',
      zh: '法语的形容词大多放在名词后面。看 blue dress 和对应的法语词：热图的对角线在这里反了过来。little 属于少数仍在前面的形容词。',
    },
  },
  {
    text: "He doesn't want to talk about the war.",
    look: {
      en: 'Negation comes in two words, ne … pas, around the verb. See where each of the two looks: both at “doesn’t”, '
        + 'or one of them at the verb beside it. In pieces, the ’t is a column of its own.',
      zh: '法语的否定由两个词 ne … pas 夹住动词。看这两个词各自在看哪里：都看 doesn’t，还是有一个看旁边的动词。按词片画时，’t 自成一列。',
    },
  },
  {
    text: 'I gave the key of the office to the teacher.',
    look: {
      en: 'French contracts: “of the” becomes du, and je and the article lose their vowel before another one: J’ai, '
        + 'à l’instituteur. One French word then looks at two English ones.',
      zh: '法语有缩合：of the 变成 du；je 和冠词在元音前省去自己的元音：J’ai、à l’instituteur。这时一个法语词会看两个英语词。',
    },
  },
  {
    text: 'I am always hungry when I come back from school.',
    look: {
      en: 'French does not say “I am hungry” but “I have hunger”: J’ai faim. Nothing can be translated word by word '
        + 'here; see what the verb looks at.',
      zh: '法语不说“我是饿的”，而说“我有饥饿”：J’ai faim。这里不能逐词翻译；看看动词在看哪里。',
    },
  },
  {
    text: "When we were children, we spent every summer at our grandmother's house by the sea, and nobody ever told us "
      + 'to come home early.',
    look: {
      en: 'A long one. The memory bank holds a vector for every piece, so the start is not forgotten; see whether the '
        + 'map stays near its diagonal to the end.',
      zh: '一个长句。每个词片都留有一个向量，所以开头不会被忘掉；看看热图到句末是否还靠近对角线。',
    },
  },
  {
    text: 'The blacksmith sharpened his rusty chisel.',
    odd: true,
    look: {
      en: 'Rare words. The models have seen few or none of them and write something all the same. The underlines show '
        + 'where they were unsure.',
      zh: '生僻词。模型几乎没见过这些词，却照样要写出点什么。下划线标出它们没有把握的地方。',
    },
  },
];
