import type { PlainText } from '../lib/plain-text.ts';
import type { Finding } from './finding.ts';

/** BIP-39's lengths are 12 to 24 words; where the text names the phrase, a part of one is a secret too. */
const whole = 12;
const partly = 6;
/** Right behind its name a few words are enough: 「助记词前几个是 …」. */
const few = 4;
/** Twelve characters with eleven spaces. */
const shortest = 23;
const namesPhrase =
  /助记词|恢复词|种子词|种子短语|恢复短语|注记词|mnemonic|seed ?(?:phrase|words?)|(?:recovery|secret) ?phrase|\bseed\b/i;

/**
 * Words of everyday English that are in no BIP-39 phrase: one of them ends a run, which is how a sentence is told from
 * a phrase without the list of 2,048 words. None of these is in BIP-39's English list (they are common and short).
 */
const sentenceWords = new Set(
  'and the are not but for was has had his her him its our out who why how did does been were them than their these those which would should could being your yours from after too don doesn didn isn wasn aren may might shall let got get yes thanks while however ever every some many most each both here think said says sent send money received wallet password bank email having made take took came went going goes failed cannot lost days hours minutes ago see saw gave given using uses tried asked asks lets lot lots four five nine per via maybe really dear sir madam customer support sending login logged app website clicked opened checked knew everyone anyone anything evening week weeks months times last new bad orders payments paid pay pending failing fail shows showing showed saying told tells called calling back whose whom onto without within though although done doing wont cant dont didnt isnt arent yourself himself herself itself withdraw withdrew freeze locked blocked scam scammer scammed fake stolen contact replied messages emails texts numbers digits verified reset changed updated wanted wants needs needed trying keeps kept getting gets comes takes makes gone seen looks looked looking finds'.split(
    ' ',
  ),
);

/** Recovery phrases (BIP-39), in English and in Chinese. */
export function findSeedPhrases(plain: PlainText): Finding[] {
  const isNamed = namesPhrase.test(plain.text);
  if (!isNamed && plain.text.length < shortest) return [];
  const least = isNamed ? partly : whole;
  const found = [
    ...englishRuns(plain.text, least),
    ...hanRuns(plain.text, least),
    ...unspacedHan(plain.text),
    ...countedHan(plain.text),
  ];
  return isNamed ? [...found, ...toldHan(plain.text)] : found;
}

const latinWord = /[A-Za-z]+/g;
/** Punctuation, numbering, `第三个是`. */
const between =
  /^(?:[\s,.;:、，。\d()#_/|"'=>+*~[\]{}「」-]{1,8}|[\s,.;:、，。]{0,3}第?[一二三四五六七八九十\d]{1,3}[个位号词]?(?:单词|词)?[是叫为:、.\s]{0,3})$/;

function englishRuns(text: string, least: number): Finding[] {
  const name = namesPhrase.exec(text);
  const words = [...text.matchAll(latinWord)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    fits:
      !isWithin(match.index, name) &&
      match[0].length >= 3 &&
      match[0].length <= 8 &&
      !sentenceWords.has(match[0].toLowerCase()),
  }));
  return runsOf(text, words, between)
    .filter((run) => run.length >= least || (run.length >= few && isTold(text, run[0])))
    .filter((run) => !isListOfNames(text, run))
    .map(toFinding);
}

/** Brands, cities, people: a phrase is written small, or in capitals throughout. */
function isListOfNames(text: string, run: readonly Word[]): boolean {
  return run.filter(({ start, end }) => /^[A-Z][a-z]/.test(text.slice(start, end))).length * 2 > run.length;
}

const told = /(?:助记词|恢复词|种子词|注记词)[^,。\n]{0,8}(?:是|:|有) ?$/;

function isTold(text: string, first: Word | undefined): boolean {
  return first !== undefined && told.test(text.slice(Math.max(0, first.start - 16), first.start));
}

/** `recovery phrase` names the words; it is none of them. */
function isWithin(index: number, name: RegExpExecArray | null): boolean {
  return name !== null && index >= name.index && index < name.index + name[0].length;
}

/** The first word of a phrase may follow 是 without a space. */
const hanAlone = /[\u4e00-\u9fff](?![\u4e00-\u9fff])/g;
/** Words of two characters that spaced-out sentences to us hold, and random characters hardly ever. */
const everyday =
  /转账|失败|提示|网络|异常|什么|怎么|客服|银行|密码|余额|到账|充值|提现|退款|支付|手机|号码|验证|登录|账户|系统|操作|显示|一直|没有|可以|人工|投诉|被骗|诈骗|多少|今天|昨天|时候|请问|谢谢|你好|不能|无法|已经|还是|问题|处理|查询|冻结|交易|订单|联系|帮我|看看|急死|稍后/g;
const mayHaveHanRun =
  /[\u4e00-\u9fff][\s\d.,、]{1,8}[\u4e00-\u9fff][\s\d.,、]{1,8}[\u4e00-\u9fff][\s\d.,、]{1,8}[\u4e00-\u9fff][\s\d.,、]/;
/** Characters that bind a sentence together: random words hold few of them, a sentence written with spaces many. */
const binding = /[我你他她的了是不吗呢吧在有和就都也要会给被把这那什么怎为没们]/g;

function hanRuns(text: string, least: number): Finding[] {
  if (!mayHaveHanRun.test(text)) return [];
  const words = [...text.matchAll(hanAlone)].map((match) => ({ start: match.index, end: match.index + 1, fits: true }));
  return runsOf(text, words, between)
    .filter((run) => run.length >= least)
    .map(toFinding)
    .filter(({ start, end }) => isRandom(text.slice(start, end)));
}

const namedUnspaced =
  /(?:助记词|恢复词|种子词|注记词)(?:就?是|为|:| ){1,3}([\u4e00-\u9fff]{12,24})(?![\u4e00-\u9fff])/g;

/** 「十二个字：…」 counts them, and so does 「… 这十二个字是助记词」: nothing else says where they end. */
const countedUnspaced =
  /(?:十二|12)个字(?:分别|依次)?(?:就?是|为|:| ){0,3}([\u4e00-\u9fff]{12})|(?:二十四|24)个字(?:分别|依次)?(?:就?是|为|:| ){0,3}([\u4e00-\u9fff]{24})|(?<![\u4e00-\u9fff])([\u4e00-\u9fff]{12}|[\u4e00-\u9fff]{24})(?=[ ,。]{1,2}(?:这|就是|以上|上面)[^。\n]{0,4}(?:十二|12|二十四|24)个字)/g;
const ofBackup = /助记|恢复词|种子|备份|抄|钱包|导入/;

function countedHan(text: string): Finding[] {
  if (!text.includes('个字') || !ofBackup.test(text)) return [];
  return [...text.matchAll(countedUnspaced)].flatMap((match): Finding[] => {
    const [shown, twelve, more, before] = match;
    const phrase = twelve ?? more ?? before ?? '';
    const start = match.index + shown.length - phrase.length;
    const isPhrase = before === undefined ? isRandom(phrase) : namesPhrase.test(text) || isRandom(phrase);
    return isPhrase ? [{ type: 'seed_phrase', start, end: start + phrase.length }] : [];
  });
}

function unspacedHan(text: string): Finding[] {
  return [...text.matchAll(namedUnspaced)].flatMap((match): Finding[] => {
    const phrase = match[1] ?? '';
    const end = match.index + match[0].length;
    return phrase.length % 3 === 0 && isRandom(phrase)
      ? [{ type: 'seed_phrase', start: end - phrase.length, end }]
      : [];
  });
}

/** Told by its name, twelve words of a character or two are a phrase, whatever they are: `助记词：苹果 天空 …`. */
const namedSpaced =
  /(?:助记词|恢复词|种子词|注记词|助记短语|恢复短语)[^\u4e00-\u9fff]{0,3}(?:就?是|为)?[\s:「“]{0,3}((?:[\u4e00-\u9fff]{1,2}[\s\d.,、]{1,4}){11,23}[\u4e00-\u9fff]{1,2})(?![\u4e00-\u9fff])/g;

function toldHan(text: string): Finding[] {
  return [...text.matchAll(namedSpaced)].map((match) => {
    const end = match.index + match[0].length;
    return { type: 'seed_phrase', start: end - (match[1]?.length ?? 0), end };
  });
}

function isRandom(phrase: string): boolean {
  const words = phrase.replace(/[^\u4e00-\u9fff]/g, '');
  if ((words.match(everyday)?.length ?? 0) > 1) return false;
  return (words.match(binding)?.length ?? 0) * 4 < words.length;
}

type Word = { readonly start: number; readonly end: number; readonly fits: boolean };

function runsOf(text: string, words: readonly Word[], gap: RegExp): Word[][] {
  const runs: Word[][] = [];
  let last: Word | undefined;
  for (const word of words) {
    const follows = last?.fits === true && gap.test(text.slice(last.end, word.start));
    if (word.fits && follows) runs.at(-1)?.push(word);
    else if (word.fits) runs.push([word]);
    last = word;
  }
  return runs;
}

function toFinding(run: readonly Word[]): Finding {
  return { type: 'seed_phrase', start: run[0]?.start ?? 0, end: run.at(-1)?.end ?? 0 };
}
