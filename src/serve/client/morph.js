// Morphs the page into the served version, in place. A three-way merge: previously served, now served, and the live DOM
// as changed by scripts and the reader. Only differences between the served versions are applied; everything else, such
// as an open <details>, a filter or text in a search field, is kept.

import { Idiomorph } from "./idiomorph.js";

// Previously served node for each live node.
const served = new WeakMap();
// Newly served node for each live node, during a morph.
const incoming = new WeakMap();
// A document without a window: it loads and runs nothing.
const inert = document.implementation.createHTMLDocument();
let servedHead = null;

// Call this before any script of the page has run.
export function snapshotPage() {
  snapshot(document.documentElement);
  servedHead = inert.importNode(document.head, true);
}

export function previousHead() {
  return servedHead;
}

export function morphPage(now) {
  morphAttributes(document.documentElement, now.documentElement);
  morph(document.body, now.body);
  servedHead = now.head;
}

// Descends to the differing nodes, so that the cost depends on the changes and not on the length of the page. Where
// nodes were added, removed or moved, or are not elements, Idiomorph matches them.
function morph(node, now) {
  const current = [...node.childNodes].filter((child) => served.has(child));
  const next = [...now.childNodes];
  const pairs = current.map((child, index) => [child, next[index]]);
  const changed = pairs.filter(([child, counterpart]) => !isUnchanged(child, counterpart));
  if (current.length !== next.length || !changed.every(([child, counterpart]) => isMorphable(child, counterpart))) {
    Idiomorph.morph(node, now, { morphStyle: "outerHTML", callbacks });
    return;
  }
  morphAttributes(node, now);
  for (const [child, counterpart] of changed) morph(child, counterpart);
  served.set(node, now);
}

function isUnchanged(node, now) {
  return now !== undefined && served.get(node).isEqualNode(now);
}

// Checks whether a node can be morphed by itself. Form controls are left to Idiomorph, which keeps their values.
function isMorphable(node, now) {
  const isElement = node.nodeType === Node.ELEMENT_NODE && node.nodeName === now?.nodeName;
  return isElement && served.get(node).id === now.id && !node.matches("input, textarea, select, option");
}

const callbacks = {
  beforeNodeMorphed(node, now) {
    if (served.get(node)?.isEqualNode(now)) return false;
    incoming.set(node, now);
    return true;
  },
  afterNodeMorphed(node, now) {
    served.set(node, now);
  },
  afterNodeAdded: snapshot,
  // Nodes that scripts added to the page are kept.
  beforeNodeRemoved: (node) => served.has(node),
  beforeAttributeUpdated: (name, element) => hasChanged(name, served.get(element), incoming.get(element)),
};

function hasChanged(name, previous, now) {
  return !previous || !now || previous.getAttribute(name) !== now.getAttribute(name);
}

function morphAttributes(element, now) {
  const previous = served.get(element);
  for (const { name } of [...element.attributes, ...now.attributes]) {
    if (!hasChanged(name, previous, now)) continue;
    if (now.hasAttribute(name)) element.setAttribute(name, now.getAttribute(name));
    else element.removeAttribute(name);
  }
  // A shallow copy: only attributes are compared.
  served.set(element, inert.importNode(now, false));
}

// Pairs the nodes of a subtree with those of its copy.
function snapshot(root) {
  const copy = inert.importNode(root, true);
  const nodes = document.createTreeWalker(root);
  const copies = inert.createTreeWalker(copy);
  do served.set(nodes.currentNode, copies.currentNode);
  while (nodes.nextNode() && copies.nextNode());
}
