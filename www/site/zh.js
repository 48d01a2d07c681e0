// The article in Chinese: the same sections, pictures and formulas as in English.

/** @type {import('./en.js').Article} */
export const zh = {
  sections: [
    {
      heading: '为什么要有注意力',
      panel: 'repeat',
      paragraphs: [
        '没有注意力时，编码器只交出一个向量，也就是它的最后一个状态；要写的一切都得装进去（Sutskever、Vinyals 和 Le 2014）。'
          + '这里的 LSTM 逐个字母读一个单词，再把它写一遍。[短词](repeat.word=lamp)装得下，[长词](repeat.word=)装不下。',
        '有了注意力（Bahdanau、Cho 和 Bengio 2014），解码器每写一步都重新回头看编码器的全部状态：给每个状态一个权重，再按权重相加。'
          + '于是长词并不比短词难。图中每写一个字母占一行，每读一个字母占一列，权重沿对角线分布：写每个字母时，看的正是它所重复的那个字母，'
          + '[dot](repeat.map=dot)、[general](repeat.map=) 和 [concat](repeat.map=concat) 都是如此。',
        '没有人告诉它该看哪里，这是*学*来的：训练一步步调整模型里的数，直到输出正确，注意力里的数也在其中。',
        '下文常见的几个词：*词元*（token）是模型一步读或写的单位，这里是一个字母，翻译时是一个*词片*（piece），即一个词或词的一部分。'
          + '*p* 是模型给它所写内容的概率，*log p* 是 p 的自然对数：0 表示完全确定，−0.69 表示一半的可能，各步相加就是全句的。',
      ],
    },
    {
      heading: '三种打分方式',
      panel: 'attention',
      paragraphs: [
        '注意力的权重来自打分。Luong、Pham 和 Manning（2015）'
          + '比较了状态 s 给记忆向量 m 打分的三种方式：[dot](attention=dot)、[general](attention=general) '
          + '和 [concat](attention=concat)。',
        { formula: 'scores' },
        'W 是矩阵，v 是向量，都是学来的；dot 两者都没有，不费参数，也就没有可调整的余地。',
        'softmax 把一行分数变成权重。给整行加上同一个数，结果不变，所以只有一行之内的差别才起作用。'
          + '可以把[分数](attention.mode=)和权重放在一起看。',
        '一行的[熵](attention.mode=entropy)反映它在看几个词元。[连线](attention.mode=lines)是同一个矩阵的另一种画法；'
          + '[差异](attention.mode=difference)则显示：用同样的数据、同样的预算训练出来的两个模型，'
          + '写同一个词元时看的地方有什么不同。',
      ],
    },
    {
      heading: '为什么 concat 少不了 tanh',
      panel: 'tanh',
      paragraphs: [
        '有些教程里的 concat 没有 tanh。这样一来，分数就拆成了两项：',
        { formula: 'withoutTanh' },
        '第一项在每个源位置上都一样，而给所有输入加上同一个数，softmax 的结果不变。于是解码器的状态无权决定看哪里，'
          + '热图的每一行都相同：比较一下[第一行](tanh.row=0)和[第六行](tanh.row=5)。',
        '这样的模型只好把整段文字压进同一个上下文向量。'
          + '[日期](task=dates&text=Monday%2C%205%20April%202021&tanh=without)任务里就有一个这样训练出来的模型：'
          + '它一直盯着年份，年份可以照抄，月和日只能靠状态来传递。',
      ],
    },
    {
      heading: '注意力不是什么',
      panel: 'explanation',
      paragraphs: [
        '人们很容易把热图当作模型写出[某个词元](cell=0.)的理由。可是解码器还有别的信息来源：'
          + '每个记忆向量都读过整段文字，状态也记得已经写了什么。',
        '有两种办法问得更直接。*遮挡*：去掉一个词元，重新运行模型，看每个输出词元的概率下降多少。'
          + '*梯度*：一个词元的词嵌入稍微变动，影响有多大，可以看[它的大小](explanation.gradient=)，'
          + '也可以看它[乘以输入](explanation.gradient=products)的结果。',
        '三者一致的地方，热图可以多信几分。一致到什么程度，写在每行旁边：[按数值](explanation.measure=)算，'
          + '或者[按名次](explanation.measure=kendall)算，后者连噪声也排了名次。Jain 和 Wallace（2019）发现三者很少一致；'
          + 'Wiegreffe 和 Pinter（2019）则回应说，这取决于怎样定义“解释”。',
      ],
    },
    {
      heading: '为什么要有记忆',
      panel: 'recall',
      paragraphs: [
        '先是四位数字，接着是字母，最后问：那个数是多少？解码器拿到的只有编码器的最后一个状态。'
          + '普通的 RNN、GRU（Cho 等 2014）和 LSTM（Hochreiter 和 Schmidhuber 1997）大小相同，学的是同样的例子。',
        '[紧跟在数字后面问](recall.text=6180)，三个都知道。[隔十个字符](recall.text=6180%20is%20what%20i)，RNN 就开始猜；'
          + '隔[一整句话](recall.text=)，它已经忘了，GRU 和 LSTM 却一位不差，'
          + '哪怕隔得[比训练时更远](recall.text=6180%20is%20the%20number%20to%20keep%20while%20it%20rains%20and%20the%20river%20goes%20on%20rising)。'
          + '可以随意输入，也可以拖动距离。',
        '原因要看梯度：网络靠它学会前面的字符有什么用。[训练之前](recall.weights=initial)，梯度还没传回数字就几乎消失了，'
          + 'RNN 比另外两个还要小几千倍：它几乎没有什么可学的。[训练之后](recall.weights=)，沿着 LSTM 的记忆 c 传回来的梯度毫无损失，'
          + '沿着 GRU 的状态保留了大部分；在 RNN 里，途中只剩下一小部分。',
        '这个数存在哪里也能找到。最后一张图把 LSTM 最终的记忆分成两部分，看哪些是四位数字写入的：有些单元一直把它留到最后。',
      ],
    },
    {
      heading: '一眼看懂 LSTM',
      panel: 'cell',
      paragraphs: [
        '循环网络[一次读一个词元](cell.step=0)（token），把读到的信息放进一个向量，一步步往后传。'
          + 'LSTM（Hochreiter 和 Schmidhuber 1997）传两个向量：*记忆* c 只做缩放和累加；*状态* h 是记忆中对外可见的部分。',
        { formula: 'memory' },
        '控制记忆的是三个取值在 0 到 1 之间的门，每个单元各有一套，比如[单元 3](unit=3)，再比如[单元 11](unit=11)。'
          + '遗忘门 f（Gers、Schmidhuber 和 Cummins 2000 年才加上）决定 c 保留多少，输入门 i 决定写入多少候选值 g，'
          + '输出门 o 决定结果输出多少。这四个量都由当前词元和上一步的状态算出。',
        '图中的数字取自一个单元在某一步的真实计算，读的就是你输入的文字。按播放键逐步观看，或者让图'
          + '[跟随你的指针](cell.step=)，指到页面哪里就显示哪里。公式旁的条形表示词元、上一步状态和偏置各贡献了多少：'
          + '很多时候，一个门只由其中一项说了算。[解码器](gates=decoder&direction=)用同样的 cell 来写，[编码器](gates=)用它来读。',
      ],
    },
    {
      heading: '记忆里有什么',
      panel: 'memory',
      paragraphs: [
        '正因为 c 只做缩放和累加，它可以精确展开，不含任何近似，图上方的公式就是展开式：每个词元占一项，'
          + '等于当时写入的值乘以此后所有的遗忘门。读完[第一个词元](memory.view=&memory.step=0&direction=)，和里只有一项；'
          + '读完[最后一个](memory.view=&memory.step=999)，所有的项就都齐了。',
        '于是，对记忆里的任何一个数都可以追问：它是谁写进来的？图中每一列是一步，每一段是某个词元的残留，各段之和正好等于 c。'
          + 'f 一直接近 1，早先的词元到最后还在；f 很小，这个单元就只记得眼前。'
          + '[换一个单元](memory.view=&unit=3)，[再换一个](memory.view=&unit=11)，或者一次看[整层](memory.view=layer)。',
        '[GRU](task=dates&attention=general-gru)（Cho 等 2014）也能这样展开，只要把 f 换成 z，把 i 换成 1 − z。'
          + '[普通的 RNN](task=dates&attention=general-rnn) 不行：每一步都隔着一个 tanh。'
          + '[解码器](gates=decoder&direction=)同样有记忆，记的是它已经写下的内容。',
      ],
    },
    {
      heading: '层、方向与众多单元',
      panel: 'units',
      paragraphs: [
        '单个单元只是个例。一层有几十上百个单元，大多数说不清有什么含义。换个排列会有帮助：'
          + '[变化最大的](units.order=)排在最前，[相似的](units.order=alike)排在一起，'
          + '或者把[被某个词元改变最多的](units.order=step)排在最前。',
        '编码器要读两遍。[正向](gates=&direction=)读时，单元在每个词元处只知道前文；'
          + '[反向](gates=&direction=backward)读时，只知道后文。注意力用来比较的是两者拼接成的向量。'
          + '法语模型有[第二层](task=en-fr&text=&cell=&gates=&layer=2)，它的输入就是[第一层](layer=)两个方向拼接后的输出。',
        'Karpathy、Johnson 和 Li（2015）统计过：一个门有多少步几乎关闭（小于 0.1），又有多少步几乎全开（大于 0.9）。'
          + '在 [f](units.signal=f) 的三角形里，越靠右的单元越不容易遗忘；待在原点的单元则从不走极端。'
          + '上面的模型都可以回头看，遗忘门在多数步都几乎关闭：它们不必记住。',
        '选中一段词元，比如[开头三个](units.signal=&units.from=0&units.to=2&units.order=brush)，就能看到哪些单元在这一段激活、'
          + '在两旁关闭，做法与 LSTMVis（Strobelt 等 2018）相同；看完可以[取消选段](units.from=&units.to=&units.order=)。',
      ],
    },
    {
      heading: 'RNN 与 LSTM',
      panel: 'gradients',
      paragraphs: [
        '训练时，梯度沿着前向计算走过的每一步往回传，直到[每个词元的输入](gradients.measure=input)。'
          + '在普通 RNN 里，每一步都要乘以同一个矩阵，再乘以 tanh 的斜率，而斜率最大是 1。'
          + '步数一多，连乘的结果就趋近于零，少数情况下会爆炸（Bengio、Simard 和 Frasconi 1994）。',
        'LSTM 还有第二条路。[沿着 c](gradients.measure=) 往回走，梯度遇到的只有遗忘门；省略号代表绕道 h 的那些路径。',
        { formula: 'carry' },
        '这些曲线是在“为什么要有记忆”的三个模型上做反向传播得到的，它们读的是一个数加上你的文字。纵轴是对数刻度：直线意味着每一步按同样的比例衰减。'
          + '[训练之前](gradients.weights=initial)三者都衰减，RNN 衰减得快得多。[学到的](gradients.weights=)是让遗忘门开着：'
          + '沿着 c 的线现在从头到尾几乎是平的。RNN 没有门可开，每一步都是同一个矩阵，它的线在一段文字上下沉，在另一段上又猛升。'
          + '从[第十个词元](gradients.last=9)往回，差别还小，从[最后一个](gradients.last=)往回，差别最大。',
        '[有注意力](gradients.models=dates)的模型可以回头看，编码器就不必记住：那里 LSTM 的线同样衰减，有时还低于 RNN。'
          + '梯度小也不一定是毛病：不看[相对值](gradients.scale=)而看[原值](gradients.scale=absolute)，它小，可能只是因为那个词元无关紧要。'
          + 'LSTM 缓解了梯度消失，但没有根除它：遗忘门为 0.9 时，十步之后剩三分之一，一百步之后几乎什么都不剩。',
      ],
    },
    {
      heading: '填充与打包',
      panel: 'padding',
      paragraphs: [
        '句子有长有短，张量却只有一个长度。短句（比如[第 2 句](padding.sentence=1)）要用填充补齐，随之有两件事必须避免：'
          + '编码器不能读填充，注意力不能看填充。',
        '打包（packing）解决第一件：每一步只计算还有词元的句子，批次随着步数逐渐变小。'
          + '看看你的文字里[第三个词元](padding.at=0.2&padding.pinned=yes)排到了打包数据的哪一行。'
          + '掩码（mask）解决第二件：把填充排除在 softmax 之外。',
        '[两者都用上](padding.way=batched)，一个句子不会因为旁边放了别的句子而有任何改变。'
          + '[没有掩码](padding.way=unmasked)，一部分权重会白白落在填充上。'
          + '[没有打包](padding.way=)，从句尾读起的反向 LSTM 还没读到一个词，就先读了一串填充。',
      ],
    },
    {
      heading: '堆叠层里的 dropout',
      panel: 'dropout',
      paragraphs: [
        '训练时随机把一部分数置为 0，其余的乘以 1 / (1 − p)，这样模型投入使用时就什么都不用改（Srivastava 等 2014）。'
          + '这里画的是用你的文字训练一步时的掩码；可以[再抽一次](dropout.seed=2)。日期模型训练时没有用 dropout，'
          + '要看有空洞的掩码，请换成[法语模型](task=en-fr&text=&cell=)。',
        '有掩码的地方是：词嵌入之后、堆叠的层与层之间、解码器交给生成器的输出。'
          + '可以跟着[第一个词元](cell=.0)从下往上走一遍。一叠的最后一层之后没有：PyTorch 的 `dropout` 只放在层与层之间，'
          + '后面的模块有自己的 dropout。',
        '步与步之间也没有。放在循环里的掩码会反复起作用，本该保持一百步的记忆，十步都撑不到'
          + '（Zaremba、Sutskever 和 Vinyals 2014）。换成'
          + '[长一点的句子](task=en-fr&cell=&text=When%20we%20were%20young%2C%20my%20brother%20and%20I%20used%20to%20swim%20in%20the%20river%20every%20summer%20evening.)，'
          + '看看图下方的那个概率怎样变小。',
      ],
    },
    {
      heading: '假如改动一处',
      panel: 'whatif',
      paragraphs: [
        '要弄清一个部件有什么用，最可靠的办法是改动它。每个改动都让真正的模型从那一处起重新运行，'
          + '并显示输出及其概率变成了什么样；点一下就能[全部撤销](whatif.prefix=&whatif.holds=&whatif.silenced=&whatif.rows=)。',
        '点击[一个候选](whatif.mode=)，用它代替最可能的那个，看后文怎样跟着变。再看看[画成树的束搜索](whatif.mode=beam)：'
          + '贪心搜索走的路不一定是概率最大的路。也可以把某一步的[注意力拖到别处](whatif.mode=attention)，'
          + '或者让它[只看第一个词元](whatif.mode=attention&whatif.holds=&whatif.silenced=&whatif.rows=all-10000)，看看哪些词照样写得出来。',
        '把遗忘门固定为 1，就[什么都不会忘](whatif.mode=gates&whatif.holds=e-f-1_d-f-1&whatif.silenced=&whatif.rows=)；固定为 0，就'
          + '[只剩下眼前](whatif.mode=gates&whatif.holds=e-f-0_d-f-0&whatif.silenced=&whatif.rows=)。'
          + '把[反向 LSTM](whatif.mode=gates&whatif.holds=&whatif.silenced=eb&whatif.rows=) 的输出置零，编码器就只知道前文。'
          + '或者像训练时那样[开着 dropout](whatif.mode=dropout&whatif.holds=&whatif.silenced=&whatif.rows=)，'
          + '看看答案里有多少运气的成分：这里不多，换成'
          + '[一句摇摆不定的话](task=en-fr&whatif.mode=dropout&text=The%20blacksmith%20sharpened%20his%20rusty%20chisel.)就很多。',
      ],
    },
    {
      heading: '并排对照',
      panel: 'compare',
      paragraphs: [
        '许多事情要对照才看得出来。同一个模型再读一段文字，第一段里看的东西都并排放在旁边：输出、热图，以及上面所选那一层的门。'
          + '两段的词元数相同时，第三张图就是逐格相减的结果。',
        '像这里一样只换一个词，看看变化传到多远：在热图里只影响它自己那一列；在[正向](gates=&direction=)的状态里影响它之后的一切，'
          + '在[反向](gates=&direction=backward)的状态里影响它之前的一切。[遗忘门](compare.signal=)说明新词是否抹掉了原有的内容，'
          + '[记忆](compare.signal=c)则说明还剩下什么。',
      ],
    },
  ],
  models: '模型',
  limits: '模型的局限',
};
