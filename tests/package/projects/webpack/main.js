import 'seqscope';
