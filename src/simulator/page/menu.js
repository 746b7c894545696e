/* global window */
import { icon, make } from './dom.js';

/**
 * The account's menu: up to three buttons, some with a list that pops up above them.
 *
 * @param {object[]} buttons as menu/create took them
 * @param {(path: string) => void} tap
 */
export function menuElement(buttons, tap) {
  const bar = make('div.menu', { role: 'group', 'aria-label': '公众号菜单' });
  const close = () => {
    for (const button of bar.querySelectorAll('[aria-expanded=true]')) button.setAttribute('aria-expanded', 'false');
  };
  bar.append(...buttons.map((button) => column(button, { tap, close })));
  bar.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    const opened = bar.querySelector('[aria-expanded=true]');
    close();
    opened?.focus();
  });
  bar.addEventListener('focusout', (event) => {
    if (!bar.contains(event.relatedTarget)) close();
  });
  return bar;
}

function column(button, { tap, close }) {
  const below = button.sub_button ?? [];
  if (below.length === 0) {
    const onclick = () => follow(button, button.name, tap);
    return make(
      'div.menu-column',
      {},
      make('button.menu-button', { type: 'button', onclick, 'data-test': 'menu-button' }, button.name),
    );
  }
  const items = below.map((item) =>
    make(
      'button.menu-item',
      {
        type: 'button',
        'data-test': 'menu-item',
        onclick: () => {
          close();
          follow(item, `${button.name}/${item.name}`, tap);
        },
      },
      item.name,
    ),
  );
  const opener = make(
    'button.menu-button',
    {
      type: 'button',
      'data-test': 'menu-button',
      'aria-expanded': 'false',
      'aria-haspopup': 'true',
      onclick: () => {
        const wasOpen = opener.getAttribute('aria-expanded') === 'true';
        close();
        opener.setAttribute('aria-expanded', String(!wasOpen));
        if (!wasOpen) items[0].focus({ focusVisible: false });
      },
    },
    icon('stack'),
    button.name,
  );
  return make('div.menu-column', {}, opener, make('div.menu-list', {}, ...items));
}

/** A tap on a page's button opens the page too, as on a real phone. */
function follow(button, path, tap) {
  tap(path);
  if (button.type === 'view') window.open(button.url, '_blank', 'noreferrer,noopener');
}
