'use strict';
(() => {
  const list = document.getElementById('checks');
  const form = document.forms[0];
  const live = document.getElementById('live');
  const none = document.getElementById('none');
  const rows = new Map();
  const words = ['all', 'up', 'down', 'other'];

  const tone = row => words.find(word => row.classList.contains(word));

  // A row's own words came escaped from the agent; the policy of the page lets no script of theirs run.
  const parsed = html => {
    const box = document.createElement('template');
    box.innerHTML = html;
    return box.content;
  };

  const filter = row => {
    const status = form.elements.status.value;
    const part = form.elements.q.value.trim().toLowerCase();
    row.hidden = (status !== '' && tone(row) !== status)
        || !row.dataset.name.toLowerCase().includes(part);
    return !row.hidden;
  };

  const count = () => {
    const counts = { all: rows.size, up: 0, down: 0, other: 0 };
    let shown = 0;
    rows.forEach(row => {
      counts[tone(row)]++;
      shown += row.hidden ? 0 : 1;
    });
    words.forEach(word => { document.getElementById('count-' + word).textContent = counts[word]; });
    none.hidden = shown > 0;
    document.title = (counts.down > 0 ? '(' + counts.down + ' down) ' : '') + 'Risefall';
  };

  const age = seconds => seconds < 60 ? seconds + ' s'
    : seconds < 3600 ? Math.floor(seconds / 60) + ' min'
    : seconds < 172800 ? Math.floor(seconds / 3600) + ' h' : Math.floor(seconds / 86400) + ' d';

  const tick = within => within.querySelectorAll('time').forEach(time => {
    const seconds = Math.floor((Date.now() - Date.parse(time.dateTime)) / 1000);
    time.textContent = age(Math.max(0, seconds));
  });

  const put = row => {
    const name = row.dataset.name;
    const old = rows.get(name);
    if (row.localName !== 'details') {
      rows.delete(name);
      if (old) { old.remove(); }
      return;
    }
    rows.set(name, row);
    filter(row);
    if (!old) {
      list.append(row);
    } else if (old.className === row.className) {
      // The row stays, and with it the focus, the selection within and whether it is open.
      old.firstElementChild.replaceChildren(...row.firstElementChild.childNodes);
      old.lastElementChild.replaceChildren(...row.lastElementChild.childNodes);
      old.hidden = row.hidden;
      rows.set(name, old);
    } else {
      const focused = old.firstElementChild === document.activeElement;
      row.open = old.open;
      old.replaceWith(row);
      if (focused) { row.firstElementChild.focus(); }
    }
  };

  const say = (word, text) => {
    live.className = word;
    live.textContent = text;
  };

  const refresh = async () => {
    const answer = await fetch('/', { cache: 'no-store' });
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const names = new Set();
    fresh.querySelectorAll('details.c').forEach(row => {
      names.add(row.dataset.name);
      put(document.adoptNode(row));
    });
    rows.forEach((row, name) => {
      if (!names.has(name)) { row.remove(); rows.delete(name); }
    });
    count();
  };

  list.querySelectorAll('details.c').forEach(row => rows.set(row.dataset.name, row));
  const all = () => { rows.forEach(filter); count(); };
  form.addEventListener('submit', event => event.preventDefault());
  form.addEventListener('input', all);
  all();
  setInterval(() => tick(document), 5000);

  let seen = document.body.dataset.sequence;
  const follow = () => {
    const events = new EventSource('/events?since=' + seen);
    events.addEventListener('open', () => say('on', 'live'));
    events.addEventListener('error', () => {
      say('off', 'not live since ' + new Date().toLocaleTimeString());
      // Refused, as when too many follow: the browser would not ask again by itself.
      if (events.readyState === EventSource.CLOSED) { setTimeout(follow, 30000); }
    });
    events.addEventListener('missed', () => { refresh().catch(() => say('off', 'not live')); });
    events.addEventListener('rows', event => {
      seen = event.lastEventId;
      const fresh = parsed(event.data);
      tick(fresh);
      [...fresh.children].forEach(put);
      count();
    });
  };
  follow();
})();
