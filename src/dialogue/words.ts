/** What a promised word does, in any conversation. */
export type Word =
  | 'contact'
  | 'handoff'
  | 'help'
  | 'complaint'
  | 'feedback'
  | 'announcement'
  | 'report'
  | 'verify'
  | 'progress'
  | 'end'
  | 'cancel'
  | 'skip'
  | 'done'
  | 'delete-pictures'
  | 'solved'
  | 'unsolved'
  | 'helped'
  | 'unhelped';

/** The words customers may rely on, with their traditional forms. Whole messages only: 取消投诉 is none of them. */
const table: Readonly<Record<Word, readonly string[]>> = {
  contact: [
    '客服',
    '联系客服',
    '聯繫客服',
    '聯絡客服',
    '聯系客服',
    '在线咨询',
    '在線諮詢',
    '線上諮詢',
    '在線咨詢',
    '在线客服',
    '在線客服',
  ],
  handoff: ['转人工', '轉人工', '人工', '人工客服', '转人工客服', '轉人工客服', '人工服务', '人工服務'],
  help: ['帮助', '幫助', '菜单', '菜單', '選單', '帮助中心', '幫助中心'],
  complaint: ['投诉', '投訴'],
  feedback: ['反馈', '反饋', '意见反馈', '意見反饋'],
  announcement: ['公告', '通知', '系统公告', '系統公告'],
  report: ['举报', '舉報', '檢舉'],
  verify: ['验证', '驗證'],
  progress: ['进度', '進度', '查询进度', '查詢進度'],
  end: ['结束', '結束'],
  cancel: ['取消'],
  skip: ['跳过', '跳過', '略過'],
  'delete-pictures': ['删除图片', '刪除圖片', '删除照片', '刪除照片', '删图', '删除', '刪除'],
  done: ['完成', '发完了', '發完了'],
  solved: ['已解决', '已解決', '解决了', '解決了'],
  unsolved: ['未解决', '未解決', '仍未解决', '仍未解決', '没解决', '沒解決', '没有解决'],
  helped: ['有帮助', '有幫助', '有用', '很有帮助', '很有用', '帮到我了'],
  unhelped: ['没帮助', '沒幫助', '没有帮助', '沒有幫助', '没用', '沒用', '没有用', '帮不到我', '没帮到我'],
};

const byText = new Map(Object.entries(table).flatMap(([word, texts]) => texts.map((text) => [text, word as Word])));

/** The promised word that a message consists of, whatever spaces and punctuation stand around it. */
export function promisedWord(message: string): Word | undefined {
  return byText.get(message.normalize('NFKC').replace(/[\s\p{P}\p{S}\p{Cf}]+/gu, ''));
}
