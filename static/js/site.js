// Names while someone types, stepping through the marked words of a set, and copying links. Everything works without.
"use strict";

const WAIT = 150; // milliseconds after the last key
const words = document.documentElement.lang === "en"
  ? { names: "Names", of: "of", hit: "match", hits: "matches", previous: "Previous", next: "Next", copied: "copied" }
  : { names: "Namen", of: "van", hit: "treffer", hits: "treffers", previous: "Vorige", next: "Volgende", copied: "gekopieerd" };

function suggestNames(box) {
  const list = document.createElement("ul");
  list.className = "names";
  list.id = `${box.id}-namen`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", words.names);
  list.hidden = true;
  box.form.append(list);
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", list.id);
  box.setAttribute("aria-expanded", "false");
  let timer, asked = 0, chosen = -1;

  const close = () => {
    list.hidden = true;
    chosen = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };
  const lastWords = () => (box.value.slice(0, box.selectionStart).match(/[^()":]{2,60}$/) || [""])[0];
  let replaces = 0;
  const take = (value) => {
    const end = box.selectionStart;
    const before = box.value.slice(0, end - replaces).replace(/\w+:$/, "");
    box.value = `${before}${value} ${box.value.slice(end).trimStart()}`;
    box.setSelectionRange(before.length + value.length + 1, before.length + value.length + 1);
    close();
    box.focus();
  };
  const choose = (to) => {
    const options = list.children;
    options[chosen]?.removeAttribute("aria-selected");
    chosen = (to + options.length) % options.length;
    options[chosen].setAttribute("aria-selected", "true");
    box.setAttribute("aria-activedescendant", options[chosen].id);
  };
  const show = (names) => {
    list.replaceChildren(...names.map((name, number) => {
      const option = document.createElement("li");
      const kind = document.createElement("span");
      option.id = `${list.id}-${number}`;
      option.setAttribute("role", "option");
      option.textContent = `${name.name} `;
      kind.textContent = [name.kind, name.about, name.count].filter(Boolean).join(" · ");
      option.append(kind);
      option.addEventListener("mousedown", (event) => { event.preventDefault(); take(name.value); });
      option.dataset.value = name.value;
      return option;
    }));
    chosen = -1;
    list.hidden = names.length === 0;
    box.setAttribute("aria-expanded", String(names.length > 0));
  };
  box.addEventListener("input", () => {
    clearTimeout(timer);
    const word = lastWords();
    if (!word.trim()) { close(); return; }
    timer = setTimeout(async () => {
      const turn = ++asked;
      try {
        const answer = await fetch(`${box.dataset.names}?q=${encodeURIComponent(word)}`);
        const { names, replaces: length } = await answer.json();
        if (turn === asked && document.activeElement === box) { replaces = length; show(names); }
      } catch { close(); }
    }, WAIT);
  });
  box.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown") { choose(chosen + 1); event.preventDefault(); }
    else if (event.key === "ArrowUp") { choose(chosen - 1); event.preventDefault(); }
    else if (event.key === "Enter" && chosen >= 0) { take(list.children[chosen].dataset.value); event.preventDefault(); }
    else if (event.key === "Escape") { close(); event.preventDefault(); }
  });
  box.addEventListener("blur", close);
}

function stepThroughMarks(bar) {
  const marks = [...document.querySelectorAll(".set mark")].filter((mark) => !mark.closest("details.folded"));
  if (!marks.length) return;
  let at = -1;
  const place = document.createElement("span");
  place.setAttribute("role", "status");
  const go = (step) => {
    if (at < 0) { // from where the reader is
      const below = marks.findIndex((mark) => mark.getBoundingClientRect().top > 60);
      at = step > 0 ? (below < 0 ? 0 : below) : (below < 0 ? marks.length : below) - 1;
    } else { at += step; }
    at = (at + marks.length) % marks.length;
    document.querySelector("mark.now")?.classList.remove("now");
    marks[at].classList.add("now");
    marks[at].scrollIntoView({ block: "center" });
    place.textContent = `${at + 1} ${words.of} ${marks.length}`;
  };
  const button = (text, step) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "plain";
    made.textContent = text;
    made.addEventListener("click", () => go(step));
    return made;
  };
  place.textContent = `${marks.length} ${marks.length === 1 ? words.hit : words.hits}`;
  bar.append(button(words.previous, -1), button(words.next, 1), place);
}

function announce(text) {
  const place = document.querySelector("#announced") ?? document.body.appendChild(
    Object.assign(document.createElement("span"), { id: "announced", className: "hidden", role: "status" }));
  place.textContent = text;
}

function copyOnClick(link) {
  const said = link.textContent;
  const label = link.getAttribute("aria-label");
  link.addEventListener("click", async (event) => {
    event.preventDefault();
    try {
      await navigator.clipboard.writeText(link.href);
      link.textContent = words.copied;
      link.setAttribute("aria-label", words.copied);
      announce(words.copied);
      setTimeout(() => { link.textContent = said; link.setAttribute("aria-label", label); }, 2000);
    } catch { location.href = link.href; } // no permission: at least the address is in the bar
  });
}

function backToTheList(link) { // with its filters, order and page, when the reader came from there
  const from = document.referrer ? new URL(document.referrer) : null;
  if (from && from.origin === location.origin && from.searchParams.get("q") && !from.pathname.includes("/vragen/")) {
    link.href = from.href;
  }
}

document.querySelectorAll("a.back").forEach(backToTheList);
document.querySelectorAll("a[data-copy]").forEach(copyOnClick);
document.querySelectorAll("input[data-names]").forEach(suggestNames);
document.querySelectorAll(".hits-bar").forEach(stepThroughMarks);
document.querySelectorAll(".order select").forEach((select) => {
  select.addEventListener("change", () => select.form.requestSubmit());
});
