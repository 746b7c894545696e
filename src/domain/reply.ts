/** The passive reply: what the HTTP answer to a push says. `none` is the bare word `success`. */
export type PassiveReply =
  | { readonly kind: 'none' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'image' | 'voice'; readonly mediaId: string }
  | { readonly kind: 'video'; readonly mediaId: string; readonly title?: string; readonly description?: string }
  | {
      readonly kind: 'music';
      readonly thumbMediaId: string;
      readonly title?: string;
      readonly description?: string;
      readonly url?: string;
      readonly hqUrl?: string;
    }
  | { readonly kind: 'news'; readonly articles: readonly Article[] }
  | { readonly kind: 'transfer'; /** a named 客服 account, else any */ readonly account?: string };

export type Article = {
  readonly title: string;
  readonly description: string;
  readonly picUrl: string;
  readonly url: string;
};

/** A customer-service message (custom/send): sent later, by API, against the customer's quota. */
export type Outgoing =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'image'; readonly mediaId: string }
  /** an agent's picture, by the id of its record here: uploaded to WeChat when it is sent */
  | { readonly kind: 'picture'; readonly media: string }
  | {
      readonly kind: 'msgmenu';
      readonly head: string;
      /** `id` numeric and at least 1: WeChat has sent other ids back as "0" */
      readonly items: readonly { readonly id: string; readonly text: string }[];
      readonly tail: string;
    };
