/** Theft and fraud that did not happen: asked about, feared, supposed. */
export const supposed: readonly RegExp[] = [
  /会不会[^,]{0,6}[盗偷骗]/,
  /(?:怕|担心|防止|避免|预防|防范|以免|免得)[^,]{0,8}[盗偷骗丢]/,
  /(?:如果|万一|要是|假如|若是|倘若)[^,]{0,12}[盗偷骗丢]/,
  /[盗偷骗][^,]{0,8}(?:赔|安全吗|险|概率|可能性)/,
];

/** What is told, read or studied. */
export const stories: readonly RegExp[] = [
  /小说|电影|电视剧|章节|狼人杀|剧本杀|爸爸去哪|感情|初恋/,
  /盗[墓版图猎梦]|[海强大侠]盗|盗贼/,
  /首歌|歌曲|歌名|成语|单词|英语|拼音|这个词|什么意思$/,
];

/** What is lost in a game; who is cheated of money over a game is cheated all the same. */
export const games: readonly RegExp[] = [/游戏|皮肤|装备|副本/];
