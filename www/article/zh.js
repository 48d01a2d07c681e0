// The article in Chinese: the same sections, pictures and formulas as in English.

/** @type {import('./en.js').Article} */
export const zh = {
  sections: [
    {
      heading: '一眼看懂 LSTM',
      panel: 'cell',
      paragraphs: [
        '循环网络一次读一个 token，把读懂的东西放在一个向量里往后传。LSTM（Hochreiter 和 Schmidhuber 1997）传两个：'
          + '*记忆* c 只会被缩放、被累加；*状态* h 是记忆中露给网络其余部分看的那一部分。',
        { formula: 'memory' },
        '三个介于 0 和 1 之间的门管着它，每个单元各有一套。遗忘门 f 决定 c 留下多少，输入门 i 决定候选值 g 加进去多少，'
          + '输出门 o 决定结果露出多少。这四个数都由当前的 token 和上一步的状态算出。',
        '这里是一个单元在某一步的样子，数字就是它读你这段文字时的数字。[从第一个 token 开始](cell.step=0)，把整段文字放一遍。'
          + '等式旁的短条说明 token、上一步的状态和偏置各出了多少力：很多时候，一个门由其中一个说了算。'
          + '[在解码器里](gates=decoder&direction=)，同样的单元在写；[回到编码器](gates=)。',
      ],
    },
    {
      heading: '记忆里装着什么',
      panel: 'memory',
      paragraphs: [
        '正因为 c 只会被缩放和累加，它可以毫无近似地展开。读完最后一个 token 时，它是一个和，每个 token 占一项：'
          + '当时写入的值，乘上此后所有的遗忘门。',
        { formula: 'unrolled' },
        '于是可以问记忆里的一个数：是谁把你放进来的？图中每一列是一步，每一段是某个 token 还剩下的部分，各段相加正好等于 c。'
          + 'f 一直接近 1，早先的 token 到最后还在；f 很小，这个单元就只活在当下。[换一个单元](unit=3)，[再换一个](unit=11)。',
        'GRU（Cho 等 2014）可以同样展开，只要把 f 换成 z、把 i 换成 1 − z。普通的 RNN 不行：每一步都有一个 tanh 挡在路上。',
      ],
    },
    {
      heading: '层、方向和许多单元',
      panel: 'units',
      paragraphs: [
        '单看一个单元只是个例。一层有几十上百个单元，大多数说不出有什么含义。排序会有帮助：'
          + '[变化最大的](units.order=range)排在前面，或者[相似的](units.order=likeness)排在一起。',
        '编码器读两遍。[正向](direction=)时，单元在每个 token 处知道前文；[反向](direction=backward)时，知道后文。'
          + '注意力拿来比较的，是两者拼在一起的向量。如果有第二层，它读的就是[第一层](layer=)两个方向并排的输出。',
        'Karpathy、Johnson 和 Li（2015）数过：一个门有多少时候几乎关死（小于 0.1），多少时候几乎全开（大于 0.9）。'
          + '在 f 的三角形里，越靠右的单元越不忘事；停在原点的单元，从来没有打定过主意。',
        '选中一段 token，就能看到哪些单元在这一段是开的、在两旁是关的，就像 LSTMVis（Strobelt 等 2018）那样。',
      ],
    },
    {
      heading: 'RNN 与 LSTM',
      panel: 'gradients',
      paragraphs: [
        '训练时，梯度沿着文字走过的每一步往回传。在普通 RNN 里，每一步都要乘上同一个矩阵，再乘上 tanh 的斜率，而斜率最大是 1。'
          + '步数一多，这个连乘积就会衰减到几乎没有，少数情况下会爆炸（Bengio、Simard 和 Frasconi 1994）。',
        'LSTM 还有第二条路。沿着 c 走，梯度遇到的只有遗忘门：',
        { formula: 'carry' },
        '这些曲线是在三个训练好的模型上，用你的文字做反向传播得到的。纵轴是对数刻度：直线表示每一步损失同样的倍数。'
          + '[换一段长的文字](task=dates&text=It%20was%20a%20cold%20and%20rainy%20evening%20on%20Monday%2C%20the%205th%20of%20April%202021)，'
          + '差别就很清楚。',
        'LSTM 减轻了这个问题，但没有消灭它。遗忘门是 0.9，十步之后剩三分之一，一百步之后几乎什么都不剩。'
          + '梯度小也不一定是毛病：对无关紧要的 token，好模型本来就没有什么要学的。',
      ],
    },
    {
      heading: '填充与打包',
      panel: 'padding',
      paragraphs: [
        '句子有长有短，张量却只有一个长度。短句要填充，于是有两件事不能发生：编码器不能去读填充，注意力不能去看填充。',
        '打包（packing）解决第一件：每一步只计算还有 token 的句子，所以这个批次越走越小。掩码解决第二件：把填充从 softmax 里拿掉。',
        '两样都有，一个句子旁边放什么别的句子，它自己都不会变。没有掩码，一部分权重会落到虚空里。'
          + '没有打包，从句尾读起的反向一层，还没读到一个词，就先读了一串填充。',
      ],
    },
    {
      heading: '堆叠层里的 dropout',
      panel: 'dropout',
      paragraphs: [
        '训练时随机把一部分数置为 0，其余的放大 1 / (1 − p) 倍，这样使用模型时就什么都不用改（Srivastava 等 2014）。'
          + '下面是在你的文字上训练一步时的掩码；[再抽一次](dropout.seed=2)。',
        '掩码在词嵌入上，在堆叠的层与层之间，在解码器交给生成器的输出上。一叠的最后一层之后没有：'
          + 'PyTorch 的 `dropout` 放在层与层之间，后面的部分有自己的。',
        '步与步之间也没有。放在循环里的掩码会一遍又一遍地起作用，本该维持一百步的记忆，十步都撑不到'
          + '（Zaremba、Sutskever 和 Vinyals 2014）。',
      ],
    },
    {
      heading: '三种打分方式',
      panel: 'attention',
      paragraphs: [
        'Bahdanau、Cho 和 Bengio（2014）让解码器回头看编码器的每一个状态。Luong、Pham 和 Manning（2015）'
          + '比较了状态 s 给记忆向量 m 打分的三种方式：',
        { formula: 'scores' },
        'softmax 把一行分数变成权重。给整行加上同一个数，它并不理会，所以只有一行之内的差别才算数。'
          + '[把分数](attention.mode=scores)和权重放在一起看。',
        '一行的熵说明它在看几个 token。[连线](attention.mode=lines)是看同一个矩阵的另一种方式；'
          + '[差值图](attention.mode=difference)则显示：用同样的数据、同样的预算训练出来的两个模型，'
          + '写同一个 token 时看的地方有什么不同。',
      ],
    },
    {
      heading: '为什么 concat 少不了 tanh',
      panel: 'tanh',
      paragraphs: [
        '有些教程的 concat 没有 tanh。那样一来，分数就拆成了两个和：',
        { formula: 'withoutTanh' },
        '第一项对每个源位置都一样，而 softmax 不理会加在所有输入上的同一个数。于是解码器的状态无权决定看哪里，热图的每一行都相同。',
        '这样的模型只好把整段文字压进一个上下文向量。[日期](task=dates&tanh=without)任务里有一个这样训练出来的模型：'
          + '它盯着年份，年份可以照抄；月和日只能靠状态带过去。',
      ],
    },
    {
      heading: '注意力不是什么',
      panel: 'explanation',
      paragraphs: [
        '人们很容易把热图当作模型写出某个词的原因。可是解码器还有别的渠道：每个记忆向量都读过整段文字，状态也记得已经写了什么。',
        '有两种办法问得更直接。*遮挡*：拿掉一个 token，再跑一遍模型，看每个输出 token 的概率降低了多少。'
          + '*梯度*：问一个 token 的词嵌入稍微变一点，会有多大影响。',
        '三者一致的地方，热图可以多信一点。Jain 和 Wallace（2019）发现它们常常不一致；'
          + 'Wiegreffe 和 Pinter（2019）则回应说，这要看你把什么叫作解释。',
      ],
    },
    {
      heading: '如果……会怎样',
      panel: 'whatif',
      paragraphs: [
        '要知道一个部件有什么用，最可靠的办法是改动它。下面的每个改动都让真正的模型从那一点起重新运行，'
          + '显示输出和概率变成什么样；点一下就能收回。',
        '点一个候选，就用它代替最可能的那个，看后面怎样跟着变。看看[画成树的束搜索](whatif.mode=beam)：贪心走的路不一定是概率最大的路。',
        '把遗忘门固定在 1，就什么都不会忘；固定在 0，就只剩下当前。让反向一侧沉默，编码器就只知道过去。'
          + '或者像训练时那样[开着 dropout](whatif.mode=dropout)，看看答案里有多少是运气。',
      ],
    },
  ],
  models: '模型',
  limits: '它们不懂什么',
};
