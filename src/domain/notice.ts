export const noticeKinds = ['announcement', 'maintenance', 'fault', 'event'] as const;
/** 公告, 维护, 故障, 活动 */
export type NoticeKind = (typeof noticeKinds)[number];

/** Something that all customers may know, for a time. */
export type Notice = {
  readonly id: string;
  readonly kind: NoticeKind;
  readonly title: string;
  /** paragraphs, parted by blank lines */
  readonly text: string;
  /** topics whose questions it answers: who asks about one of them is told first */
  readonly topics: readonly string[];
  /** whom it concerns, as customers read it; undefined: everybody */
  readonly audience?: string;
  readonly from: Date;
  /** undefined: until it is taken down */
  readonly until?: Date;
};
