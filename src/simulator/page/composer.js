/* global Event */
import { icon, make } from './dom.js';

/** Where the customer stands, when he sends his place. */
const place = { act: 'location', latitude: 31.2304, longitude: 121.4737, label: '示例地点' };

/**
 * The row to type in, and the panel of what else can be sent.
 *
 * @param {Element | false} toMenu the button that brings the menu back, where there is one
 * @param {{act: (body: object) => unknown, sendImage: (image: Blob) => unknown, panelShown: () => void}} chat
 * @returns {Element[]}
 */
export function composerElement(toMenu, chat) {
  const input = make('textarea.input', {
    rows: 1,
    'data-test': 'phone-input',
    'aria-label': '输入消息',
    maxLength: 5000,
  });
  const send = make('button.send', { type: 'submit', 'data-test': 'phone-send', hidden: true }, '发送');
  const panel = panelElement(chat);
  const togglePanel = () => {
    panel.hidden = !panel.hidden;
    plus.setAttribute('aria-expanded', String(!panel.hidden));
    chat.panelShown();
  };
  const plus = make(
    'button.plain',
    { type: 'button', 'aria-label': '更多内容', 'aria-expanded': 'false', 'data-test': 'plus', onclick: togglePanel },
    icon('plus'),
  );
  const form = make('form.composer', {}, toMenu, input, plus, send);
  input.addEventListener('input', () => {
    send.hidden = input.value.trim() === '';
    plus.hidden = !send.hidden;
  });
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const text = input.value.trim();
    if (text === '') return;
    input.value = '';
    input.dispatchEvent(new Event('input'));
    void chat.act({ act: 'say', text });
  });
  return [form, panel];
}

function panelElement({ act, sendImage }) {
  const file = make('input', {
    type: 'file',
    accept: 'image/png,image/jpeg,image/gif',
    hidden: true,
    'data-test': 'phone-image',
  });
  file.addEventListener('change', () => {
    const [image] = file.files;
    if (image) void sendImage(image);
    file.value = '';
  });
  return make(
    'div.panel',
    { hidden: true },
    file,
    panelItem('photo', '照片', () => file.click()),
    panelItem('pin', '位置', () => void act(place)),
    panelItem('voice', '语音', () => void act({ act: 'voice' })),
    panelItem('film', '视频', () => void act({ act: 'video' })),
  );
}

function panelItem(name, label, onclick) {
  return make('button.panel-item', { type: 'button', onclick }, make('span.tile', {}, icon(name)), label);
}
