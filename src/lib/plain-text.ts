import { withLetterDigits } from './letter-digits.ts';

/**
 * A text as it is meant, however it was typed: compatibility forms (full-width, circled, mathematical) are plain,
 * invisible marks are gone, the traditional characters that our rules know are simplified. Case is kept.
 */
export type PlainText = {
  readonly text: string;
  /** as `text`, of the same length, with Chinese numerals, and letters that pass for digits, as ASCII digits */
  readonly digits: string;
  /** where the unit at `index` of `text` began in the original (UTF-16); `text.length` gives the original's length */
  readonly origin: (index: number) => number;
};

// Only characters that occur in the words our rules look for; a whole dictionary would cost more than it finds.
const traditional =
  '驗验證证証证碼码號号帳账賬账戶户轉转匯汇錢钱詐诈騙骗銀银貸贷銷销單单獎奖凍冻結结資资網网鏈链鍊链點点擊击發发給给視视頻频螢荧遠远協协對对說说讓让們们這这裡里裏里輸输護护書书學学國国萬万億亿導导師师載载軟软體体員员電电話话訊讯請请稱称時时報报關关註注冊册開开還还個个過过來来會会後后為为麼么沒没無无賠赔償偿費费險险錄录據据據据額额內内補补繳缴徵征屬属額额當当幫帮從从們们詢询辦办務务處处現现鎖锁啟启與与應应該该產产業业團团機机費费進进級级縮缩絕绝緊紧識识誰谁記记詞词鑰钥匙匙貨货買买賣卖線线連连圖图畫画頁页編编條条問问題题難难傳传壓压類类幣币區区塊块鑽钻贏赢勵励優优擔担繫系系系係系聯联絡络訂订陸陆貳贰參叁聽听總总標标儲储餘余領领郵邮箱箱實实檢检測测監监員员龍龙長长門门間间陽阳東东車车馬马魚鱼鳥鸟麗丽兩两嗎吗呢呢喲哟誤误認认設设備备須须預预訪访評评論论調调談谈誠诚誘诱談谈講讲謝谢跡迹躍跃輕轻較较運运達达違违適适選选遺遗邊边鄰邻醫医釋释鈔钞鉤钩錯错鍵键鎮镇閉闭聞闻陣阵階阶際际隨随隱隐雙双離离電电靜静響响順顺須须頭头願愿顯显風风飛飞飯饭飾饰駐驻驚惊髮发鬥斗' +
  '專专丟丢舉举價价眾众偽伪偵侦兒儿農农寫写準准幾几憑凭動动別别剛刚卻却臺台圍围場场壞坏墊垫復复複复夠够媽妈寶宝審审嘗尝盡尽層层歲岁帶带幹干並并廣广庫库異异張张彈弹強强歸归態态戀恋懲惩慣惯戰战執执掃扫摳抠搶抢擬拟掛挂損损換换數数斷断舊旧殺杀權权構构欄栏樹树樣样樓楼熱热煩烦狀状豬猪環环療疗盜盗盤盘著着礦矿確确種种積积稅税穩稳簽签紅红紙纸組组經经綁绑統统繼继維维緝缉職职脅胁騰腾薦荐獲获營营虛虚裝装觀观規规譽誉議议許许訴诉試试語语諾诺讀读謊谎謂谓謹谨財财質质購购賺赚讚赞遞递釘钉釣钓鐘钟閒闲項项駛驶駕驾鵝鹅黃黄顆颗鄉乡';

const simplified = new Map<number, number>();
for (let i = 0; i < traditional.length; i += 2)
  simplified.set(traditional.charCodeAt(i), traditional.charCodeAt(i + 1));

const numeralForms = ['零〇○', '一壹幺弌', '二贰两', '三叁', '四肆', '五伍', '六陆', '七柒', '八捌', '九玖'];
const numerals = new Map(
  numeralForms.flatMap((forms, digit) => Array.from(forms, (form) => [form, String(digit)] as const)),
);
const numeral = new RegExp(`[${numeralForms.join('')}]`, 'g');

/** Soft hyphen, zero-width and bidi marks, variation selectors, keycap, tags: seen by nobody, used to break words. */
const invisible = /^[\p{Cf}\p{Mn}\p{Me}\u115f\u1160\u3164\uffa0]$/u;
const digitOfAnyScript = /^\p{Nd}$/u;

const folded = new Map<string, string>();

function fold(character: string): string {
  const known = folded.get(character);
  if (known !== undefined) return known;
  const value = foldAnew(character);
  if (folded.size < 4096) folded.set(character, value);
  return value;
}

function foldAnew(character: string): string {
  if (invisible.test(character)) return '';
  const compatible = character.normalize('NFKC');
  if (compatible !== character) return compatible;
  if (/\s/.test(character)) return ' ';
  return digitOfAnyScript.test(character) ? valueOfDigit(character) : character;
}

/** Every script has its digits in a row from zero to nine (Unicode, general category Nd). */
function valueOfDigit(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  let value = 0;
  while (value < 9 && digitOfAnyScript.test(String.fromCodePoint(code - value - 1))) value++;
  return String(value);
}

let last: { readonly original: string; readonly plain: PlainText } | undefined;

function forget(): void {
  last = undefined;
}

/**
 * Reads a text once, the cost grows with its length alone. All who look at one message in the same turn of the process
 * share the reading; it is forgotten after that, for nothing raw is kept.
 */
export function toPlainText(original: string): PlainText {
  if (last?.original === original) return last.plain;
  if (!last) queueMicrotask(forget);
  last = { original, plain: read(original) };
  return last.plain;
}

function read(original: string): PlainText {
  let text = '';
  let origins: number[] | undefined;
  for (let i = 0; i < original.length;) {
    const code = original.charCodeAt(i);
    const width = isLeadSurrogate(code) && i + 1 < original.length ? 2 : 1;
    const piece = pieceAt(original, { index: i, code, width });
    // As long as every character stays one long, its place is its index.
    if (piece.length !== width || width === 2) origins ??= Array.from({ length: text.length }, (_, k) => k);
    origins?.push(...Array.from({ length: piece.length }, () => i));
    text += piece;
    i += width;
  }
  const spoken = withSpokenDigits(
    text.replace(numeral, (form, at: number) => (isWord(text, at) ? form : (numerals.get(form) ?? form))),
  );
  const digits = withLetterDigits(spoken);
  return { text, digits, origin: (index) => (origins ? (origins[index] ?? original.length) : index) };
}

const asciiDigit = /[0-9]/;
const han = /[\u4e00-\u9fff]/;

/**
 * `…8000一直打来`, `…8000 一直打来`: one numeral between digits and a word belongs to the word, unless the number mixes
 * both: `5二8九`.
 */
function isWord(text: string, at: number): boolean {
  const after = text.charAt(at + 1);
  const before = text.charAt(at - 1) === ' ' ? text.charAt(at - 2) : text.charAt(at - 1);
  const isMixed = numerals.has(text.charAt(at - 2));
  const follows = asciiDigit.test(before) && !isMixed && isPlainHan(after);
  return follows || (asciiDigit.test(after) && isPlainHan(before));
}

function isPlainHan(character: string): boolean {
  return han.test(character) && !numerals.has(character);
}

/** 洞, 拐 and 勾 are zero, seven and nine to who reads a number out on the telephone; in any other place they are words. */
const spokenDigit =
  /(?<=\d)[洞拐勾]{1,4}(?=\d|[^\u4e00-\u9fff]|$)|(?<=\d{3})[洞拐勾]{1,4}|(?<![\u4e00-\u9fff])[洞拐勾]{1,4}(?=\d{2})/g;
const spokenValues: Readonly<Record<string, string>> = { 洞: '0', 拐: '7', 勾: '9' };

function withSpokenDigits(digits: string): string {
  if (!/[洞拐勾]/.test(digits)) return digits;
  return digits.replace(spokenDigit, (run) => Array.from(run, (one) => spokenValues[one] ?? one).join(''));
}

type Place = { readonly index: number; readonly code: number; readonly width: number };

function pieceAt(original: string, { index, code, width }: Place): string {
  if (code < 0x7f) return original[index] ?? '';
  if (code >= 0x4e00 && code <= 0x9fff) {
    const simple = simplified.get(code);
    return simple === undefined ? (original[index] ?? '') : String.fromCharCode(simple);
  }
  return fold(original.slice(index, index + width));
}

function isLeadSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}
