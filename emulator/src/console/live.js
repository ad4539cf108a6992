(() => {
  'use strict';
  const interval = 1500;
  const main = document.querySelector('main');
  const message = document.querySelector('#message');
  let latest = 0;
  let paused = sessionStorage.getItem('paused') === 'yes';

  const key = (node) => node.nodeType === Node.ELEMENT_NODE ? node.id || node.dataset.key || '' : '';
  const isSame = (one, other) => one.nodeName === other.nodeName && key(one) === key(other);

  // Makes `old` equal to `wanted` and keeps each node that is in both, with its focus and scroll position. Typed text and
  // whether details are open belong to the user.
  function update(old, wanted) {
    if (old.nodeType !== Node.ELEMENT_NODE) {
      if (old.data !== wanted.data) old.data = wanted.data;
      return;
    }
    for (const { name } of [...old.attributes]) {
      if (name !== 'open' && !wanted.hasAttribute(name)) old.removeAttribute(name);
    }
    for (const { name, value } of wanted.attributes) {
      if (name !== 'open' && old.getAttribute(name) !== value) old.setAttribute(name, value);
    }
    updateChildren(old, wanted);
  }

  function updateChildren(old, wanted) {
    let next = old.firstChild;
    for (const child of wanted.childNodes) {
      let match = next;
      while (match && !isSame(match, child)) match = match.nextSibling;
      if (!match) {
        old.insertBefore(document.importNode(child, true), next);
        continue;
      }
      while (next !== match) {
        const gone = next;
        next = next.nextSibling;
        gone.remove();
      }
      next = match.nextSibling;
      if (match !== message) update(match, child);
    }
    while (next) {
      const gone = next;
      next = next.nextSibling;
      gone.remove();
    }
  }

  const read = (text) => new DOMParser().parseFromString(text, 'text/html');

  function show(page) {
    const focused = document.activeElement;
    const wanted = page.querySelector('main');
    if (!page.querySelector('#message')) wanted.prepend(document.createElement('div'));
    wanted.firstElementChild.id = 'message';
    update(main, wanted);
    document.title = page.title;
    if (focused !== document.activeElement && main !== focused && !focused.isConnected) {
      main.focus({ preventScroll: true });
    }
  }

  function say(role, nodes) {
    message.setAttribute('role', role);
    message.replaceChildren(...nodes.map((node) => document.importNode(node, true)));
    if (message.firstChild) message.focus();
  }

  // A message says what the user did: a page that is opened again does not repeat it.
  function forget(url) {
    const address = new URL(url);
    address.searchParams.delete('done');
    address.searchParams.delete('event');
    history.replaceState(null, '', address);
  }

  async function refresh() {
    const number = ++latest;
    try {
      const response = await fetch(location.href);
      const page = read(await response.text());
      if (number === latest) {
        show(page);
        tell('');
      }
    } catch {
      tell('The emulator does not respond.');
    }
  }

  async function submit(event) {
    const form = event.target;
    if (form.getAttribute('method') !== 'post') return;
    event.preventDefault();
    const number = ++latest;
    const body = new URLSearchParams(new FormData(form, event.submitter));
    try {
      const response = await fetch(form.getAttribute('action'), { method: 'POST', body });
      const page = read(await response.text());
      if (!response.ok) {
        say('alert', [...page.querySelectorAll('main h1, main h1 + p')].map(asParagraph));
      } else if (new URL(response.url).pathname !== location.pathname) {
        location.assign(response.url);
      } else {
        forget(response.url);
        if (number === latest) show(page);
        say('status', [...page.querySelector('#message').childNodes]);
      }
    } catch {
      say('alert', [asParagraph({ textContent: 'The emulator does not respond.' })]);
    }
  }

  function asParagraph({ textContent }) {
    const paragraph = document.createElement('p');
    paragraph.className = 'notice failure';
    paragraph.textContent = textContent;
    return paragraph;
  }

  const footer = document.createElement('footer');
  const button = document.createElement('button');
  const text = document.createElement('span');
  button.type = 'button';
  button.className = 'secondary';
  text.setAttribute('role', 'status');
  footer.append(button, text);
  main.after(footer);
  const label = () => { button.textContent = paused ? 'Resume live updates' : 'Pause live updates'; };
  const tell = (words) => { if (text.textContent !== words) text.textContent = words; };
  button.addEventListener('click', () => {
    paused = !paused;
    sessionStorage.setItem('paused', paused ? 'yes' : 'no');
    label();
  });
  label();

  document.addEventListener('submit', submit);
  forget(location.href);
  if (message.firstElementChild) message.focus();
  (async () => {
    for (;;) {
      await new Promise((resolve) => { setTimeout(resolve, interval); });
      if (!paused && !document.hidden) await refresh();
    }
  })();
})();
