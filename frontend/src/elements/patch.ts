/**
 * Makes `place` show `html` by changing what differs and leaving the rest alone: a button that somebody is about to
 * press stays the same button, the focus stays where it is, and a screen reader hears what is new and nothing else.
 */
export function patch(place: Element, html: string): void {
  const wanted = document.createElement("template");
  wanted.innerHTML = html;
  patchChildren(place, wanted.content);
}

function patchChildren(place: ParentNode & Node, wanted: ParentNode & Node): void {
  const shown = [...place.childNodes];
  const next = [...wanted.childNodes];
  next.forEach((node, index) => {
    const old = shown[index];
    if (!old) place.appendChild(node);
    else patchNode(old as ChildNode, node as ChildNode);
  });
  for (const node of shown.slice(next.length)) node.remove();
}

function patchNode(old: ChildNode, next: ChildNode): void {
  if (old.nodeType !== next.nodeType || old.nodeName !== next.nodeName) {
    old.replaceWith(next);
  } else if (!(old instanceof Element) || !(next instanceof Element)) {
    if (old.nodeValue !== next.nodeValue) old.nodeValue = next.nodeValue;
  } else if (old.localName.includes("-")) {
    // An element of ours writes its contents by itself; what it is told stands in its attributes.
    if (!sameAttributes(old, next)) old.replaceWith(next);
  } else {
    patchAttributes(old, next);
    patchChildren(old, next);
  }
}

function patchAttributes(old: Element, next: Element): void {
  for (const { name } of [...old.attributes]) if (!next.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of next.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
}

function sameAttributes(old: Element, next: Element): boolean {
  const names = old.getAttributeNames();
  return (
    names.length === next.getAttributeNames().length &&
    names.every((name) => old.getAttribute(name) === next.getAttribute(name))
  );
}
