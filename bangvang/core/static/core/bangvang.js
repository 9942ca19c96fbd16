/* Small behaviours, asked for by data- attributes. Every page works without them. */
"use strict";

(function () {
  const each = (root, selector, act) => root.querySelectorAll(selector).forEach(act);
  const closest = (event, selector) => event.target instanceof Element ? event.target.closest(selector) : null;

  /* data-confirm="sentence" on a form or a submit button: ask in a dialog first. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const asked = (event.submitter && event.submitter.dataset.confirm) || form.dataset.confirm;
    const dialog = document.getElementById("confirm");
    if (!asked || form.dataset.agreed || !dialog) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    dialog.querySelector(".dialog-says").textContent = asked;
    dialog.returnValue = "no";
    dialog.onclose = () => {
      if (dialog.returnValue !== "yes") return;
      form.dataset.agreed = "yes";
      form.requestSubmit(event.submitter);
      delete form.dataset.agreed;
    };
    dialog.showModal();
  }, true);

  /* An impatient second click sends nothing: the first is on its way. Coming back to the page makes it fresh. */
  const sent = new Set();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (sent.has(form)) event.preventDefault();
    sent.add(form);
    window.setTimeout(() => sent.delete(form), 10000);
  });
  window.addEventListener("pageshow", () => sent.clear());

  /* data-open-dialog="id" opens a dialog; a click beside the menu of the person, or Escape, closes it. */
  document.addEventListener("click", (event) => {
    const opener = closest(event, "[data-open-dialog]");
    if (opener) document.getElementById(opener.dataset.openDialog).showModal();
    if (closest(event, "[data-print]")) window.print();
    each(document, "details.who[open]", (menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") each(document, "details.who[open]", (menu) => { menu.open = false; menu.firstElementChild.focus(); });
    const typing = closest(event, "input, textarea, select, [contenteditable], dialog");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const search = document.querySelector("[data-slash]");
      if (search) { event.preventDefault(); search.focus(); search.select(); }
    }
  });

  /* data-select-all ticks every row of its table; data-selected tells how many are ticked. */
  document.addEventListener("change", (event) => {
    const table = closest(event, ".table");
    if (!table || event.target.type !== "checkbox") return;
    const all = table.querySelector("[data-select-all]");
    const boxes = [...table.querySelectorAll("td.pick input")];
    if (event.target === all) boxes.forEach((box) => { box.checked = all.checked; });
    const ticked = boxes.filter((box) => box.checked).length;
    if (all) { all.checked = ticked === boxes.length; all.indeterminate = ticked > 0 && ticked < boxes.length; }
    each(table, "[data-selected]", (says) => {
      says.dataset.none = says.dataset.none || says.textContent;
      says.textContent = ticked ? says.dataset.selected.replace("#", ticked) : says.dataset.none;
    });
  });

  /* data-source-from / data-source-to: show the lines of the paper from which a field was read. */
  const showSource = (event) => {
    const field = closest(event, "[data-source-from]");
    if (!field) return;
    const from = Number(field.dataset.sourceFrom);
    const to = Number(field.dataset.sourceTo || from);
    each(document, ".lines .lit", (line) => line.classList.remove("lit"));
    for (let n = from; n <= to; n += 1) {
      const line = document.getElementById("dong-" + n);
      if (line) line.classList.add("lit");
    }
    const first = document.getElementById("dong-" + from);
    const pane = first && first.closest(".source");
    if (pane && pane.scrollHeight > pane.clientHeight) pane.scrollTop = first.offsetTop - pane.clientHeight / 3;
  };
  document.addEventListener("focusin", showSource);
  document.addEventListener("click", showSource);

  /* data-date: 8/4/24, 080424 and 8-4-2024 become 08/04/2024; a button opens the browser's own calendar. */
  const whole = (typed) => {
    const parts = typed.trim().match(/^(\d{1,2})[\/.\-\s](\d{1,2})[\/.\-\s](\d{4}|\d{2})$/) || typed.trim().match(/^(\d{2})(\d{2})(\d{4}|\d{2})$/);
    return parts ? parts[1].padStart(2, "0") + "/" + parts[2].padStart(2, "0") + "/" + (parts[3].length === 2 ? "20" : "") + parts[3] : typed;
  };
  const dressDate = (box) => {
    const input = box.querySelector("input");
    if (!input || box.dataset.dressed || !("showPicker" in input)) return;
    box.dataset.dressed = "yes";
    input.inputMode = "numeric";
    input.addEventListener("change", () => { input.value = whole(input.value); });
    const native = Object.assign(document.createElement("input"), { type: "date", className: "date-native", tabIndex: -1 });
    native.setAttribute("aria-hidden", "true");
    const button = Object.assign(document.createElement("button"), { type: "button", className: "date-pick" });
    button.setAttribute("aria-label", box.dataset.date);
    const icons = document.querySelector(".icon use");
    if (icons) button.innerHTML = '<svg class="icon" aria-hidden="true"><use href="' + icons.getAttribute("href").split("#")[0] + '#day"></use></svg>';
    button.addEventListener("click", () => {
      native.value = whole(input.value).split("/").reverse().join("-");
      native.showPicker();
    });
    native.addEventListener("change", () => {
      input.value = native.value.split("-").reverse().join("/");
      input.dispatchEvent(new Event("input", { bubbles: true }));
      input.focus();
    });
    box.append(native, button);
  };

  /* data-drop="Chọn tệp": speaks the page's language; a file dragged onto the field is the file chosen. */
  const dressDrop = (box) => {
    const input = box.querySelector("input[type=file]");
    if (!input || box.dataset.dressed) return;
    box.dataset.dressed = "yes";
    input.classList.add("unseen");
    const label = Object.assign(document.createElement("label"), { className: "button", htmlFor: input.id, textContent: box.dataset.drop });
    input.after(label);
    const says = box.querySelector("[data-file-name]");
    input.addEventListener("change", () => { if (input.files.length) says.textContent = [...input.files].map((file) => file.name).join(", "); });
  };
  const overDrop = (event, is) => {
    const box = closest(event, "[data-drop]");
    if (box) { event.preventDefault(); box.classList.toggle("over", is); }
    return box;
  };
  document.addEventListener("dragover", (event) => overDrop(event, true));
  document.addEventListener("dragleave", (event) => overDrop(event, false));
  document.addEventListener("drop", (event) => {
    const box = overDrop(event, false);
    if (!box || !event.dataTransfer.files.length) return;
    const input = box.querySelector("input[type=file]");
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });

  /* data-keep="name" on a form: what is typed stays in this tab until the server has it, and leaving asks first. */
  const drafts = window.sessionStorage;
  const content = (form) => JSON.stringify([...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken" && !/password/.test(name)));
  const dirty = new Set();
  window.addEventListener("beforeunload", (event) => { if (dirty.size) event.preventDefault(); });
  const restore = (form, kept) => {
    const values = new Map();
    JSON.parse(kept).forEach(([name, value]) => values.set(name, [...(values.get(name) || []), value]));
    for (const field of form.elements) {
      if (!field.name || field.name === "csrfmiddlewaretoken" || field.type === "file") continue;
      const given = values.get(field.name) || [];
      if (field.type === "checkbox" || field.type === "radio") field.checked = given.includes(field.value);
      else if (field.multiple && field.options) for (const option of field.options) option.selected = given.includes(option.value);
      else if (given.length && field.type !== "hidden") field.value = given.shift();
    }
  };
  const keep = (form) => {
    const key = "bangvang:" + window.location.pathname + ":" + form.dataset.keep;
    const before = content(form);
    const kept = drafts.getItem(key);
    if (kept && (document.querySelector("[data-saved]") || kept === before)) drafts.removeItem(key);
    else if (kept && !form.querySelector(".wrong, .summary")) {
      const bar = form.querySelector("[data-draft]");
      if (bar) {
        bar.hidden = false;
        bar.querySelector("[data-draft-restore]").onclick = () => { restore(form, kept); bar.hidden = true; form.dispatchEvent(new Event("input")); };
        bar.querySelector("[data-draft-drop]").onclick = () => { drafts.removeItem(key); bar.hidden = true; };
      }
    }
    form.addEventListener("input", () => {
      const now = content(form);
      if (now === before) { dirty.delete(form); drafts.removeItem(key); } else { dirty.add(form); drafts.setItem(key, now); }
    });
    form.addEventListener("submit", () => dirty.delete(form));
  };

  const dress = (root) => {
    each(root, "[data-date]", dressDate);
    each(root, "[data-drop]", dressDrop);
    each(root, "form[data-keep]", keep);
    const first = root.querySelector("[data-focus]");
    if (first) first.focus();
  };
  document.addEventListener("htmx:load", (event) => { if (event.target !== document.body) dress(event.target); });
  /* Search and filters: a clean address, and the order that a click on a heading has chosen since. */
  document.addEventListener("htmx:configRequest", (event) => {
    if (!event.target.matches(".tools")) return;
    const asked = event.detail.formData;
    const order = new URLSearchParams(window.location.search).get("sap");
    if (order) asked.set("sap", order);
    for (const [name, value] of [...asked]) if (!value) asked.delete(name);
  });
  document.addEventListener("htmx:afterSwap", () => {
    const told = document.querySelector("[data-announce]");
    if (told) document.getElementById("announcer").textContent = told.textContent;
  });
  dress(document);
})();
