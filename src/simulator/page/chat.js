/* global clearTimeout, fetch, setTimeout */
import { accountAvatar, lineElement } from './bubbles.js';
import { composerElement } from './composer.js';
import { icon, make } from './dom.js';
import { menuElement } from './menu.js';

/** A time stands above a line that comes this long after the one before. */
const pauseMs = 5 * 60 * 1000;
/** The account's typing ends by itself. */
const typingMs = 15_000;

/**
 * One customer's phone.
 *
 * @param {{customer: object, account: {name: string}, menu: object[]}} state
 */
export function createChat({ customer, account, menu }) {
  const base = `/simulator/phone/customers/${encodeURIComponent(customer.openId)}`;
  const initial = [...account.name][0] ?? '';
  let lastSeq = 0;
  let lastAt = 0;
  let current = customer;
  let typesText = menu.length === 0;
  let buttons = menu;
  let typingEnds;

  const title = make('h2.title', {}, account.name);
  const more = make(
    'button.plain',
    { type: 'button', 'aria-label': '更多', 'data-test': 'more', onclick: toggleSheet },
    icon('more'),
  );
  const lines = make('div.lines', {
    role: 'log',
    'aria-live': 'polite',
    'aria-label': `与${account.name}的对话`,
    tabIndex: 0,
  });
  const bottom = make('div.bottom');
  const element = make(
    'section.phone',
    { 'data-test': 'phone', 'data-customer': customer.openId, 'aria-label': customer.name },
    make('header.bar', {}, make('span.who', {}, customer.name), title, more),
    lines,
    bottom,
  );

  function act(body) {
    return fetch(`${base}/acts?wait=no`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  function sendImage(image) {
    return fetch(`${base}/images?wait=no`, { method: 'POST', headers: { 'Content-Type': image.type }, body: image });
  }

  function toEnd() {
    lines.scrollTop = lines.scrollHeight;
  }

  // A picture has its height only when it has come; `load` does not bubble.
  lines.addEventListener('load', toEnd, true);

  const choose = (text, menuId) => void act({ act: 'say', text, menuId });

  function add(line) {
    if (line.seq <= lastSeq) return;
    lastSeq = line.seq;
    const at = new Date(line.at).getTime();
    if (at - lastAt > pauseMs) lines.append(make('time.time', { dateTime: line.at }, timeOf(at)));
    lastAt = at;
    lines.append(lineElement(line, { initial, choose }));
    toEnd();
  }

  async function load() {
    const answer = await fetch(`${base}/lines`);
    if (answer.ok) for (const line of (await answer.json()).lines) add(line);
  }

  function toggleSheet() {
    const open = element.querySelector('.sheet');
    if (open) return open.remove();
    const leave = () => {
      element.querySelector('.sheet')?.remove();
      void act({ act: 'unfollow' });
    };
    const sheet = make(
      'div.sheet',
      { role: 'menu' },
      current.following &&
        make(
          'button.sheet-item.warn',
          { type: 'button', role: 'menuitem', 'data-test': 'unfollow', onclick: leave },
          '不再关注',
        ),
      make('button.sheet-item', { type: 'button', role: 'menuitem', onclick: () => sheet.remove() }, '取消'),
    );
    sheet.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      sheet.remove();
      more.focus();
    });
    element.append(sheet);
    sheet.querySelector('button').focus();
  }

  function show() {
    element.classList.toggle('is-stranger', !current.following && lastSeq === 0);
    element.querySelector('.profile')?.remove();
    more.hidden = !current.following;
    if (current.following) return bottom.replaceChildren(...(typesText ? composer() : [menuBar()]));
    bottom.replaceChildren();
    element.append(profile());
    toEnd();
  }

  function profile() {
    const follow = make(
      'button.follow',
      { type: 'button', 'data-test': 'follow', onclick: () => void act({ act: 'follow' }) },
      '关注公众号',
    );
    return make(
      'div.profile',
      {},
      accountAvatar(initial),
      make('p.profile-name', {}, account.name),
      make('p.profile-text', {}, '数字钱包客服 · 示例公众号'),
      follow,
    );
  }

  function toggle(toText, label, name) {
    const onclick = () => {
      typesText = toText;
      show();
      bottom.querySelector('textarea, .menu-button')?.focus();
    };
    return make(
      'button.plain.toggle',
      { type: 'button', 'aria-label': label, 'data-test': 'menu-toggle', onclick },
      icon(name),
    );
  }

  function menuBar() {
    return make(
      'div.composer',
      {},
      toggle(true, '切换到键盘', 'keyboard'),
      menuElement(buttons, (button) => void act({ act: 'tap', button })),
    );
  }

  function composer() {
    const toMenu = buttons.length > 0 && toggle(false, '切换到菜单', 'menu');
    return composerElement(toMenu, { act, sendImage, panelShown: toEnd });
  }

  function update(next) {
    const was = current;
    current = next;
    if (was.following !== next.following) show();
  }

  function setMenu(next) {
    if (JSON.stringify(next) === JSON.stringify(buttons)) return;
    typesText = next.length === 0 || (buttons.length > 0 && typesText);
    buttons = next;
    show();
  }

  function setTyping(typing) {
    clearTimeout(typingEnds);
    title.textContent = typing ? '对方正在输入…' : account.name;
    if (typing) typingEnds = setTimeout(() => setTyping(false), typingMs);
  }

  show();
  const restart = () => {
    lastSeq = 0;
  };
  const state = () => ({ openId: customer.openId, following: current.following });

  return { element, openId: customer.openId, add, load, update, setMenu, setTyping, restart, state };
}

const clockFormat = new Intl.DateTimeFormat('zh-CN', {
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZone: 'Asia/Shanghai',
});
const dayFormat = new Intl.DateTimeFormat('zh-CN', { month: 'long', day: 'numeric', timeZone: 'Asia/Shanghai' });

function timeOf(at) {
  const day = dayFormat.format(at);
  return day === dayFormat.format(new Date()) ? clockFormat.format(at) : `${day} ${clockFormat.format(at)}`;
}
