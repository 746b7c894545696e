/* global EventSource, document, fetch, localStorage */
import { createChat } from './chat.js';
import { make } from './dom.js';

const stage = document.querySelector('.stage');
const tabs = document.querySelector('.tabs');
const maxShown = 8;
const chats = new Map();
const remembered = 'simulator.customers';
let state;

function show(customer) {
  const known = chats.get(customer.openId);
  if (known) {
    known.update(customer);
    return remember();
  }
  // Whoever is pushed by a script beyond these is not worth a phone of his own on the page.
  if (chats.size >= maxShown) return;
  const chat = createChat({ customer, account: state.account, menu: state.menu });
  chats.set(customer.openId, chat);
  stage.append(chat.element);
  const tab = make(
    'button.tab',
    { type: 'button', 'data-customer': customer.openId, onclick: () => choose(customer.openId) },
    customer.name,
  );
  tabs.append(tab);
  choose(customer.openId);
  remember();
  void chat.load();
}

function tabOf(openId) {
  return [...tabs.children].find((tab) => tab.dataset.customer === openId);
}

/** On a narrow screen one phone is seen at a time; on a wide one all, side by side. */
function choose(openId) {
  for (const chat of chats.values()) chat.element.classList.toggle('is-chosen', chat.openId === openId);
  for (const tab of tabs.children) tab.setAttribute('aria-pressed', String(tab.dataset.customer === openId));
  tabOf(openId)?.classList.remove('has-news');
  tabs.hidden = chats.size < 2;
  // Of many, the chosen one is seen: its tab among the tabs, its phone among the phones.
  for (const element of [tabOf(openId), chats.get(openId)?.element]) {
    element?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }
}

async function refresh() {
  const answer = await fetch('/simulator/phone/state');
  if (!answer.ok) return;
  const before = state?.run;
  state = await answer.json();
  if (before !== undefined && before !== state.run) for (const chat of chats.values()) chat.restart();
  document.title = `${state.account.name} · 微信模拟器`;
  for (const customer of state.customers) show(customer);
  for (const chat of chats.values()) chat.setMenu(state.menu);
}

const changes = {
  line: ({ openId, line }) => {
    chats.get(openId)?.add(line);
    const tab = tabOf(openId);
    if (line.from === 'account' && tab?.getAttribute('aria-pressed') === 'false') tab.classList.add('has-news');
  },
  customer: ({ customer }) => show(customer),
  typing: ({ openId, typing }) => chats.get(openId)?.setTyping(typing),
  menu: () => void refresh(),
};

function listen() {
  const source = new EventSource('/simulator/phone/live');
  for (const [name, apply] of Object.entries(changes)) {
    source.addEventListener(name, (event) => apply(JSON.parse(event.data)));
  }
  // What happened while the connection was away.
  source.addEventListener('open', async () => {
    await resume();
    await refresh();
    for (const chat of chats.values()) void chat.load();
  });
}

/** The same people after a restart: the product under test remembers them, the simulator does not. */
async function resume() {
  const known = JSON.parse(localStorage.getItem(remembered) ?? '[]');
  for (const { openId, following } of known.slice(0, maxShown)) await addCustomer({ openId, following });
}

function remember() {
  localStorage.setItem(remembered, JSON.stringify([...chats.values()].map((chat) => chat.state())));
}

async function addCustomer(body) {
  const answer = await fetch('/simulator/phone/customers', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  return answer.ok ? answer.json() : undefined;
}

document.querySelector('.add').addEventListener('click', async () => {
  const customer = await addCustomer({});
  if (customer) show(customer);
});

await resume();
await refresh();
listen();
