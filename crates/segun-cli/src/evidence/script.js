// Shows the other side of what the pointer or the focus is on. Without it the links do the same.
"use strict";
const partners = (node) => {
  const link = node.closest && node.closest("a[href^='#r'], tr[id]");
  if (!link) return [];
  const own = link.closest("[data-claim]");
  return own ? document.querySelectorAll(`[data-claim="${CSS.escape(own.dataset.claim)}"]`) : [];
};
const show = (node, on) => partners(node).forEach((n) => n.classList.toggle("paired", on));
for (const [begin, end] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
  document.addEventListener(begin, (e) => show(e.target, true));
  document.addEventListener(end, (e) => show(e.target, false));
}
