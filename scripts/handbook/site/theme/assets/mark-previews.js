// What a citation's mark leads to, beside the mark: on hover, on focus and at the first tap, which
// shows a link; a second tap goes there, too. A screen reader says the same as the mark's name.

import { make } from "./dom.js";

const isMouse = (event) => event.pointerType === "mouse";

export function previews() {
  const root = document.documentElement;
  const box = make("div", { id: "hb-preview", class: "hb-preview", hidden: true });
  document.body.append(box);
  let shown = null;
  let timer = 0;
  let touch = null;
  const stay = () => clearTimeout(timer);
  const hide = () => {
    stay();
    shown = null;
    box.hidden = true;
  };
  const hideLater = () => {
    stay();
    timer = setTimeout(hide, 250);
  };
  const show = (mark) => {
    stay();
    if (shown === mark) return;
    const words = mark.getAttribute("aria-label");
    box.replaceChildren(touch ? make("a", { href: mark.href }, words) : words);
    box.lang = mark.closest("[lang]").lang;
    box.hidden = false;
    const { left, top, bottom, width } = mark.getBoundingClientRect();
    const { offsetWidth, offsetHeight } = box;
    const rightmost = root.clientWidth - offsetWidth - 8;
    const x = Math.max(8, Math.min(left + width / 2 - offsetWidth / 2, rightmost));
    const below = bottom + offsetHeight + 8 < innerHeight || top < offsetHeight + 8;
    box.style.left = `${x + scrollX}px`;
    box.style.top = `${(below ? bottom + 8 : top - offsetHeight - 8) + scrollY}px`;
    shown = mark;
  };
  const listen = (mark) => {
    mark.addEventListener("pointerenter", (event) => isMouse(event) && show(mark));
    mark.addEventListener("pointerleave", (event) => isMouse(event) && hideLater());
    mark.addEventListener("focus", () => touch || show(mark));
    mark.addEventListener("blur", hideLater);
    mark.addEventListener("pointerdown", (event) => {
      touch = isMouse(event) ? null : { first: shown !== mark };
    });
    mark.addEventListener("click", (event) => {
      if (touch?.first) {
        event.preventDefault();
        show(mark);
      } else hide();
      touch = null;
    });
  };
  const listenIn = ({ target }) => target.querySelectorAll("a.mark").forEach(listen);
  listenIn({ target: document });
  document.addEventListener("hb-read", listenIn);
  box.addEventListener("pointerenter", stay);
  box.addEventListener("pointerleave", (event) => isMouse(event) && hideLater());
  box.addEventListener("focusin", stay);
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
  document.addEventListener("click", ({ target }) => {
    if (shown && !box.contains(target) && !target.closest("a.mark")) hide();
  });
}
