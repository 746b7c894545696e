import type { Intent } from '../../domain/intent.ts';
import { readable } from './readable.ts';

/** What a customer may send as the whole message and rely on, with what means the same. */
const table: Partial<Record<Intent, string>> = {
  theft: '挂失 冻结 紧急冻结 被盗 盗刷 被盗刷 盗号 挂失账户 挂失账号',
  human:
    '客服 人工 转人工 联系客服 在线咨询 线上咨询 联系客服 人工客服 人工服务 转客服 在线客服 转接人工 转接客服 找人工 找客服 要人工 human agent',
  help_menu:
    '帮助 菜单 选单 目录 功能 功能表 帮助中心 主菜单 help menu 目录菜单 帮助菜单 使用帮助 返回 返回菜单 返回上一级 返回主菜单 上一级 回到菜单',
  complaint: '投诉 我要投诉 申诉 投诉建议',
  feedback: '反馈 意见反馈 建议 意见 提建议 回馈 提意见',
  announcement: '公告 通知公告 最新公告 系统公告 维护公告 维护通知',
  phishing_report:
    '举报 检举 我要举报 举报诈骗 举报骗子 举报假客服 举报他 举报她 举报它 举报他们 举报对方 举报这个人 举报那个人 举报这个骗子 举报这个号码 举报这个链接 举报这个微信 举报这个客服',
  verify_agent:
    '验证 验真 查工号 核验 验证身份 验证客服 验证官方身份 核实身份 官方验证 真假客服 客服真假 辨别真假 是不是官方 这个号码是你们的',
  progress: '进度 查进度 查询进度 处理进度 工单进度 办理进度 投诉进度',
  end: '结束 结束对话 结束会话 结束服务 退出 再见 拜拜 bye',
  cancel: '取消 不要了 算了 撤销 取消投诉 撤销投诉 取消排队',
  skip: '跳过 略过 下一步 下一题 skip',
};

const intentOf = new Map(
  Object.entries(table).flatMap(([intent, words]) => words.split(' ').map((word) => [word, intent as Intent] as const)),
);

const before = /^(请问|请|麻烦|帮我|给我|你好|您好|喂|亲|我想|我要|我|想要|要|想)+/;
const after = /(一下|谢谢|谢了|吧|啊|呀|呢|嘛|哦|了|吗)+$/;

/** The intent of a text that is one of the promised words and no more, whatever politeness is around it. */
export function exactIntentOf(text: string): Intent | undefined {
  const bare = readable(text).replace(/[,\s]/g, '');
  if (bare.length > 20) return undefined;
  return intentOf.get(bare) ?? intentOf.get(bare.replace(before, '').replace(after, ''));
}
