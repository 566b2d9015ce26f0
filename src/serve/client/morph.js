// Turns the page into the one that the server gives now, in place. Three versions meet: what the server gave before, what
// it gives now, and what the page's scripts and its reader made of it. Only what the server gives differently is
// changed; everything else, such as an open <details>, a filter or half a word in a search, stays as it is.

import { Idiomorph } from "./idiomorph.js";

// What the server gave for a node of the page.
const given = new WeakMap();
// What it gives now, while the page is being turned.
const giving = new WeakMap();
// A document of no window: nothing in it is loaded or run.
const inert = document.implementation.createHTMLDocument();
let givenHead = null;

// To be called before any script of the page has run.
export function rememberPage() {
  remember(document.documentElement);
  givenHead = inert.importNode(document.head, true);
}

export function headBefore() {
  return givenHead;
}

export function morphPage(now) {
  morphAttributes(document.documentElement, now.documentElement);
  morph(document.body, now.body);
  givenHead = now.head;
}

// Goes down to what the server gives differently, so that a long page costs little more than what changed in it. Where
// something came, went or moved, or is other than an element, Idiomorph finds what belongs together.
function morph(node, now) {
  const own = [...node.childNodes].filter((child) => given.has(child));
  const theirs = [...now.childNodes];
  const differ = own.map((child, at) => [child, theirs[at]]).filter(([child, their]) => !isGivenAs(child, their));
  if (own.length !== theirs.length || !differ.every(([child, their]) => isAlike(child, their))) {
    Idiomorph.morph(node, now, { morphStyle: "outerHTML", callbacks });
    return;
  }
  morphAttributes(node, now);
  for (const [child, their] of differ) morph(child, their);
  given.set(node, now);
}

function isGivenAs(node, now) {
  return now !== undefined && given.get(node).isEqualNode(now);
}

// Whether one can become the other by itself. What is entered into fields is for Idiomorph to keep.
function isAlike(node, now) {
  const isElement = node.nodeType === Node.ELEMENT_NODE && node.nodeName === now?.nodeName;
  return isElement && given.get(node).id === now.id && !node.matches("input, textarea, select, option");
}

const callbacks = {
  beforeNodeMorphed(node, now) {
    if (given.get(node)?.isEqualNode(now)) return false;
    giving.set(node, now);
    return true;
  },
  afterNodeMorphed(node, now) {
    given.set(node, now);
  },
  afterNodeAdded: remember,
  // What scripts put into the page is theirs to take out.
  beforeNodeRemoved: (node) => given.has(node),
  beforeAttributeUpdated: (name, element) => isGivenDifferently(name, given.get(element), giving.get(element)),
};

function isGivenDifferently(name, before, now) {
  return !before || !now || before.getAttribute(name) !== now.getAttribute(name);
}

function morphAttributes(element, now) {
  const before = given.get(element);
  for (const { name } of [...element.attributes, ...now.attributes]) {
    if (!isGivenDifferently(name, before, now)) continue;
    if (now.hasAttribute(name)) element.setAttribute(name, now.getAttribute(name));
    else element.removeAttribute(name);
  }
  // A copy without what is in it: only its attributes are compared.
  given.set(element, inert.importNode(now, false));
}

// Pairs a part of the page with a copy of itself, node by node.
function remember(root) {
  const copy = inert.importNode(root, true);
  const nodes = document.createTreeWalker(root);
  const copies = inert.createTreeWalker(copy);
  do given.set(nodes.currentNode, copies.currentNode);
  while (nodes.nextNode() && copies.nextNode());
}
