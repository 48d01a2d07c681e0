// What the elements offer to a page: attributes, properties, events, slots, parts and custom properties. No element
// imports it: tables of the README and custom-elements.json are made and checked with it, and tests try what it says.

/**
 * @typedef {{ en: string, zh: string }} Words Markdown
 *
 * @typedef {{ name: string, type: string, standard: string | Words, words: Words, property?: string }} Attribute standard:
 *   what holds where it is missing, as it is written or in words; property: the property that does the same, where there is one
 * @typedef {{ name: string, type: string, readonly: boolean, words: Words }} Property one without an attribute
 * @typedef {{ name: string, type: string, words: Words }} Method type: what it returns; name: with its parameters
 * @typedef {{ name: string, type: string, bubbles: boolean, words: Words }} Event type: of the event, in TypeScript
 * @typedef {{ name: string, words: Words }} Named
 * @typedef {{ name: string, standard: string | Words, words: Words }} CustomProperty
 *
 * @typedef {{
 *   tag: string, className: string, module: string, words: Words, attributes: Attribute[], properties: Property[], methods: Method[],
 *   events: Event[], slots: Named[], parts: Named[], customProperties: CustomProperty[],
 * }} Element module: from www/
 */

/** @type {Attribute} */
const theme = {
  name: 'theme', property: 'theme', type: "'auto' | 'light' | 'dark'", standard: 'auto',
  words: {
    en: 'Colours for a light or a dark ground. `auto` judges the background that the element stands on, and follows it.',
    zh: '浅色或深色背景的配色。`auto` 按元素实际所处的背景判断，并随之变化。',
  },
};

/** @type {Named[]} */
const slots = [{
  name: '',
  words: {
    en: 'What stands between the tags is shown until there is something to see, and where scripts are off: a picture, say.',
    zh: '标签之间的内容在就绪之前、以及脚本被禁用时显示，例如一张图片。',
  },
}];

/** @type {Method[]} */
const methods = [
  {
    name: 'toSVG(name?, { ground }?)', type: 'Promise<string>',
    words: {
      en: 'A picture as SVG for paper. `name`: a score function, for its map; `gates`; `unit`, the lines of the open unit. Without one '
        + 'the map of the chosen model; a panel has one picture. `ground`: `white`, or `none`.',
      zh: '一张图的 SVG，供印刷使用。`name`：打分函数名（取其注意力图）、`gates`，或 `unit`（已打开单元的曲线）。'
        + '不写则取所选模型的注意力图；面板只有一张图。`ground`：`white` 或 `none`。',
    },
  },
  {
    name: 'toBlob(name?, { type, ground }?)', type: 'Promise<Blob>',
    words: {
      en: 'The same as a file: a PNG of twice the size, or by `type` `image/svg+xml`, or its numbers, `text/csv` or `application/json`.',
      zh: '同一张图的文件：两倍大小的 PNG；`type` 也可以是 `image/svg+xml`，或其数值 `text/csv`、`application/json`。',
    },
  },
];

/** @type {CustomProperty[]} */
const customProperties = [
  { name: '--seq-ink', standard: '#1d1f24 · #e8e6e1', words: { en: 'Text (light · dark).', zh: '文字（浅色 · 深色）。' } },
  { name: '--seq-muted', standard: '#63666e · #9b9a96', words: { en: 'Text that steps back.', zh: '次要文字。' } },
  { name: '--seq-line', standard: '#e0ddd6 · #35373d', words: { en: 'Rules and borders.', zh: '分隔线与边框。' } },
  { name: '--seq-surface', standard: '#ffffff · #1d1f24', words: { en: 'The text box, chips, and what is chosen.', zh: '输入框、示例按钮与选中项的底色。' } },
  { name: '--seq-tint', standard: '#f3f1ec · #26282e', words: { en: 'The ground of choices, and of pictures to come.', zh: '选项组与尚未出现的图的底色。' } },
  { name: '--seq-accent', standard: '#c2410c · #ff9b5e', words: { en: 'Whatever is pointed at or pinned, and the focus.', zh: '被指向或固定的内容，以及焦点。' } },
  { name: '--seq-warn', standard: '#a3260f · #ff9c86', words: { en: 'What went wrong.', zh: '出错信息。' } },
  {
    name: '--seq-background', standard: { en: 'the background that is found', zh: '元素所处的背景' },
    words: {
      en: 'What labels stand on that pictures scroll under; to be set where the background is a picture.',
      zh: '标签的底色，图在其下滚动；背景是图片时可自行指定。',
    },
  },
  { name: '--seq-font', standard: { en: 'the system’s sans-serif', zh: '系统的无衬线字体' }, words: { en: 'Family of all text.', zh: '正文字体。' } },
  { name: '--seq-font-mono', standard: { en: 'the system’s monospace', zh: '系统的等宽字体' }, words: { en: 'Family of characters and numbers in plots.', zh: '图中字符与数字的等宽字体。' } },
  {
    name: '--seq-font-size', standard: 'medium',
    words: {
      en: 'The length that all sizes of text and all spacing are counted in. The reader’s own size, whatever the page sets.',
      zh: '所有字号与间距的基准长度。默认为读者自己的字号，与页面设置无关。',
    },
  },
  { name: '--seq-radius', standard: '8px', words: { en: 'Corners of the text box and of cards.', zh: '输入框与卡片的圆角。' } },
];

/** @type {Element[]} */
export const ELEMENTS = [
  {
    tag: 'seq-scope', className: 'SeqScope', module: 'elements/element.js',
    words: {
      en: 'Type a text, see what trained LSTM encoder–decoders with attention do with it.',
      zh: '输入一段文字，看训练好的带注意力的 LSTM 编码器–解码器如何处理它。',
    },
    attributes: [
      {
        name: 'task', property: 'task', type: 'string', standard: { en: 'en-fr, where it is there', zh: '有 en-fr 时为 en-fr' },
        words: {
          en: 'Which models: `dates`, `en-fr` or `en-zh`; `recall` and `repeat` are those of two sections of the article.',
          zh: '使用哪些模型：`dates`、`en-fr` 或 `en-zh`；`recall` 和 `repeat` 是文章中两节所用的模型。',
        },
      },
      {
        name: 'text', property: 'text', type: 'string', standard: { en: 'the first example of the task', zh: '该任务的第一个示例' },
        words: { en: 'What the models read. A line break is a space.', zh: '模型读入的文字。换行视为空格。' },
      },
      {
        name: 'attention', property: 'attention', type: 'string', standard: 'general',
        words: {
          en: 'Score functions, separated by spaces: `dot`, `general`, `concat`, `concat_without_tanh`, `none`, with `-gru` or '
            + '`-rnn` behind one for another cell. Several: only these are loaded and shown, and the gates are those of '
            + 'the first. One alone says whose gates are shown; together with `parts` it is the only one there is.',
          zh: '打分函数，以空格分隔：`dot`、`general`、`concat`、`concat_without_tanh`、`none`，其后加 `-gru` 或 `-rnn` 表示另一种 cell。'
            + '写多个时只加载并显示这些，门取第一个的。只写一个时指定显示谁的门；与 `parts` 同用时则只有它一个。',
        },
      },
      {
        name: 'parts', property: 'parts', type: 'string', standard: 'input outputs maps gates',
        words: {
          en: 'What is shown, separated by spaces. `parts="maps" attention="general"` is one heatmap.',
          zh: '显示哪些部分，以空格分隔。`parts="maps" attention="general"` 即一张热力图。',
        },
      },
      theme,
      {
        name: 'loading', property: 'loading', type: "'eager' | 'lazy'", standard: 'eager',
        words: {
          en: 'With `lazy` nothing is fetched before the element comes near the window.',
          zh: '`lazy`：元素接近可视区域之前不加载任何内容。',
        },
      },
      {
        name: 'models', type: 'string', standard: { en: 'beside the program', zh: '与程序同处' },
        words: { en: 'The folder of the models and of their list.', zh: '模型及其清单所在的文件夹。' },
      },
      {
        name: 'model', type: 'string', standard: '',
        words: {
          en: 'Addresses of model files of your own, separated by spaces: each has its map, unless `attention` names others; a name '
            + 'stands for all that have that score function. Without it they are those of the task.',
          zh: '你自己的模型文件的地址，以空格分隔，每个各有一张图，除非 `attention` 只指定了其中几个；一个名称代表所有用该打分函数的模型。'
            + '不写则使用任务自带的模型。',
        },
      },
      {
        name: 'vocabularies', type: 'string', standard: '',
        words: {
          en: 'Addresses of the source’s and the target’s vocabulary, for files of `model` that do not hold them.',
          zh: '源语言与目标语言词表的地址，用于 `model` 的文件自身不含词表时。',
        },
      },
      {
        name: 'worker', type: 'string', standard: '',
        words: {
          en: 'A folder of the page’s own origin with copies of the workers, for a policy that forbids `blob:`.',
          zh: '页面自己的源下存放 worker 副本的文件夹，用于禁止 `blob:` 的策略。',
        },
      },
      {
        name: 'lang', property: 'lang', type: 'string', standard: { en: 'that of the page', zh: '与页面相同' },
        words: { en: 'The language it speaks: `zh…`, or English.', zh: '界面语言：`zh…` 为中文，其余为英文。' },
      },
    ],
    properties: [
      {
        name: 'ready', type: 'Promise<Outcome>', readonly: true,
        words: {
          en: 'Resolves to `{ loaded, failed }`, lists of score functions, when every model that loads by itself has '
            + 'answered or failed. Each task has its own.',
          zh: '所有自动加载的模型都已给出结果或失败时，解析为 `{ loaded, failed }`（打分函数的列表）。每个任务各有一个。',
        },
      },
      {
        name: 'state', type: 'PageState', readonly: false,
        words: {
          en: 'All that a link has to hold to come back to what is shown.', zh: '链接为还原当前画面所需保存的一切。',
        },
      },
      {
        name: 'trace', type: 'Promise<TraceFile>', readonly: true,
        words: {
          en: 'What the chosen model did, as plain data for JSON, as `docs/trace.md` describes it.',
          zh: '所选模型做了什么，可直接写成 JSON 的数据，格式见 `docs/trace.md`。',
        },
      },
    ],
    methods: [
      ...methods,
      {
        name: 'load(files, { vocabularies, settings }?)', type: 'Promise<Outcome>',
        words: {
          en: 'Shows models of your own: an `ArrayBuffer`, `Uint8Array` or `Blob`, or several. `vocabularies`: `{ source, target }`, '
            + 'likewise. `settings`: what no file says. Nothing leaves the machine.',
          zh: '显示你自己的模型：一个或多个 `ArrayBuffer`、`Uint8Array` 或 `Blob`。`vocabularies` 为 `{ source, target }`，类型相同；'
            + '`settings` 是文件里没有写明的设置。全部在本机完成，不会上传。',
        },
      },
    ],
    events: [
      {
        name: 'ready', type: 'CustomEvent<Outcome>', bubbles: false,
        words: { en: 'With what the promise `ready` resolves to.', zh: '携带 promise `ready` 的结果。' },
      },
      {
        name: 'progress', type: 'CustomEvent<Progress>', bubbles: false,
        words: {
          en: 'A model is further than it was: `{ attention, status, received, bytes }`.',
          zh: '某个模型有了进展：`{ attention, status, received, bytes }`。',
        },
      },
      {
        name: 'error', type: 'CustomEvent<Failure & { attention: string }>', bubbles: false,
        words: {
          en: 'A model could not be had: `{ attention, kind, subject, reason }`.',
          zh: '某个模型无法取得：`{ attention, kind, subject, reason }`。',
        },
      },
      {
        name: 'trace', type: 'CustomEvent<Record<string, Trace>>', bubbles: true,
        words: {
          en: 'The newest text has been answered: for each score function tokens, weights, gates and probabilities.',
          zh: '最新的文字已有结果：每个打分函数的词元、权重、门与概率。',
        },
      },
      {
        name: 'statechange', type: 'Event', bubbles: false,
        words: { en: 'Something that `state` holds has changed.', zh: '`state` 中的某项已改变。' },
      },
    ],
    slots,
    parts: [
      { name: 'scope', words: { en: 'All of it.', zh: '整体。' } },
      { name: 'input', words: { en: 'The part where one types.', zh: '输入部分。' } },
      { name: 'text-box', words: { en: 'The text box.', zh: '输入框。' } },
      { name: 'examples', words: { en: 'The examples below it.', zh: '其下的示例。' } },
      { name: 'outputs', words: { en: 'What the models wrote.', zh: '模型的输出。' } },
      { name: 'notes', words: { en: 'The line below that names the data.', zh: '其下说明数据来源的一行。' } },
      { name: 'maps', words: { en: 'The attention maps.', zh: '注意力图部分。' } },
      { name: 'map', words: { en: 'One of them.', zh: '其中一张。' } },
      { name: 'gates', words: { en: 'The part inside the LSTM.', zh: 'LSTM 内部部分。' } },
      { name: 'raster', words: { en: 'One gate or state of it.', zh: '其中一个门或状态。' } },
      { name: 'heading', words: { en: 'A heading with the words beside it.', zh: '标题及其旁的说明。' } },
      { name: 'tools', words: { en: 'A row of controls under a heading.', zh: '标题下的一行控件。' } },
    ],
    customProperties,
  },
  {
    tag: 'seq-view', className: 'SeqView', module: 'elements/view-element.js',
    words: {
      en: 'One panel, drawn from the run of a `<seq-scope>`, wherever that stands and whenever it comes.',
      zh: '一个面板，由某个 `<seq-scope>` 的运行绘出，无论它在页面何处、何时出现。',
    },
    attributes: [
      {
        name: 'name', property: 'name', type: 'string', standard: '',
        words: {
          en: 'Which: `repeat`, `attention`, `tanh`, `explanation`, `recall`, `cell`, `memory`, `units`, `gradients`, `padding`, '
            + '`dropout`, `whatif` or `compare`.',
          zh: '哪一个：`repeat`、`attention`、`tanh`、`explanation`、`recall`、`cell`、`memory`、`units`、`gradients`、`padding`、`dropout`、`whatif` 或 `compare`。',
        },
      },
      {
        name: 'for', property: 'htmlFor', type: 'string', standard: { en: 'the first in the same tree, then in those around it', zh: '同一棵树中的第一个，其次是外层各树中的' },
        words: { en: 'The id of its `<seq-scope>`.', zh: '所属 `<seq-scope>` 的 id。' },
      },
      theme,
    ],
    properties: [
      {
        name: 'isSettled', type: 'boolean', readonly: true,
        words: {
          en: 'Whether what is drawn stays as it is until the reader does something.',
          zh: '所绘内容在读者下一次操作之前是否不再变化。',
        },
      },
    ],
    methods,
    events: [],
    slots,
    parts: [{ name: 'panel', words: { en: 'All of it.', zh: '整体。' } }],
    customProperties,
  },
];
