"use client";

import { createElement, Fragment, type ReactNode, useMemo } from "react";
import { cn } from "@/lib/cn";
import { isSafeLink } from "@/lib/rich-text/links";
import { type Mention, maxDocDepth, type RichDoc, type RichMark, type RichNode } from "@/lib/rich-text/rich-text";
import { Clamped } from "./clamped";
import { hiddenTarget } from "./link-target";
import { MentionChip } from "./mention-chip";
import { type KnownLabels, useMentionLabels, useMentionSource } from "./mentions";

interface RichTextViewProps {
  doc: RichDoc;
  /** Shows the first lines of a long text, and the rest on request. */
  clamp?: boolean;
  className?: string | undefined;
}

/** Resolves the mentions of a document while it is drawn. */
interface Drawing {
  labelOf: KnownLabels;
  hrefOf(mention: Mention): string | null;
}

/** A formatted text for reading. It draws known nodes only; of others their words. */
export function RichTextView({ doc, clamp = false, className }: RichTextViewProps) {
  const safe = useMemo(() => (isTooDeep(doc) ? null : doc), [doc]);
  const source = useMentionSource();
  const labelOf = useMentionLabels(safe);
  const drawing: Drawing = { labelOf, hrefOf: (mention) => source?.href(mention) ?? null };
  const text = (
    <div className={cn("rich-text", className)}>
      {safe ? blocks(safe, drawing) : <p className="whitespace-pre-wrap">{wordsOf(doc)}</p>}
    </div>
  );
  return clamp ? <Clamped>{text}</Clamped> : text;
}

const childrenOf = (node: RichNode): readonly RichNode[] => (Array.isArray(node.content) ? node.content : []);

/** Elements without keys: a document is drawn as a whole, and its parts have no names of their own. */
const inOrder = (parts: readonly ReactNode[]): ReactNode => createElement(Fragment, null, ...parts);

const blocks = (node: RichNode, at: Drawing): ReactNode => inOrder(childrenOf(node).map((child) => block(child, at)));

function block(node: RichNode, at: Drawing): ReactNode {
  const draw = drawers.get(node.type);
  if (draw) return draw(node, at);
  // The words of a node that this version does not know are kept.
  return childrenOf(node).some(({ type }) => type === "text") ? <p>{inline(node, at)}</p> : blocks(node, at);
}

/** It scrolls sideways, which keys must be able to do. */
const scrolls = { tabIndex: 0, className: "scrolls" };

type Draw = (node: RichNode, at: Drawing) => ReactNode;

/** A map: a document may call a node "constructor". */
const drawers = new Map<string, Draw>(
  Object.entries<Draw>({
    paragraph: (node, at) => <p>{inline(node, at)}</p>,
    heading: (node, at) => heading(node, at),
    blockquote: (node, at) => <blockquote>{blocks(node, at)}</blockquote>,
    bulletList: (node, at) => <ul>{blocks(node, at)}</ul>,
    orderedList: (node, at) => <ol start={wholeIn(node.attrs?.start, 0, 1_000_000_000, 1)}>{blocks(node, at)}</ol>,
    listItem: (node, at) => <li>{blocks(node, at)}</li>,
    taskList: (node, at) => <ul data-type="taskList">{blocks(node, at)}</ul>,
    taskItem: (node, at) => (
      <li>
        <label>
          <input
            type="checkbox"
            disabled
            checked={node.attrs?.checked === true}
            aria-label={node.attrs?.checked === true ? "Done" : "Not done"}
          />
        </label>
        <div>{blocks(node, at)}</div>
      </li>
    ),
    codeBlock: (node, at) => (
      <section aria-label="Code" {...scrolls}>
        <pre>
          <code>{inline(node, at)}</code>
        </pre>
      </section>
    ),
    horizontalRule: () => <hr />,
    table: (node, at) => (
      <section aria-label="Table" {...scrolls}>
        <table>
          <tbody>{blocks(node, at)}</tbody>
        </table>
      </section>
    ),
    tableRow: (node, at) => <tr>{blocks(node, at)}</tr>,
    tableHeader: (node, at) => <th {...cellProps(node)}>{blocks(node, at)}</th>,
    tableCell: (node, at) => <td {...cellProps(node)}>{blocks(node, at)}</td>,
  }),
);

/** The page has headings above the text: its own begin at the third level. */
function heading(node: RichNode, at: Drawing): ReactNode {
  const level = wholeIn(node.attrs?.level, 1, 3, 3);
  const Heading = (["h3", "h4", "h5"] as const)[level - 1] ?? "h5";
  return <Heading className={`level-${level}`}>{inline(node, at)}</Heading>;
}

const aligns = ["left", "center", "right"] as const;

function cellProps({ attrs }: RichNode) {
  const align = aligns.find((one) => one === attrs?.align);
  return {
    colSpan: wholeIn(attrs?.colspan, 1, 100, 1),
    rowSpan: wholeIn(attrs?.rowspan, 1, 1_000, 1),
    ...(align ? { style: { textAlign: align } } : {}),
  };
}

function wholeIn(value: unknown, least: number, most: number, otherwise: number): number {
  return typeof value === "number" && Number.isInteger(value) && value >= least && value <= most ? value : otherwise;
}

/** The words of a block. Neighbours with the same link are one link: only together they show what it looks like. */
function inline(node: RichNode, at: Drawing): ReactNode {
  const groups: { href: string | null; nodes: RichNode[] }[] = [];
  for (const child of childrenOf(node)) {
    const href = linkOf(child);
    const last = groups.at(-1);
    if (last && last.href === href) last.nodes.push(child);
    else groups.push({ href, nodes: [child] });
  }
  return inOrder(groups.map(({ href, nodes }) => linked(href, nodes, at)));
}

function linked(href: string | null, nodes: readonly RichNode[], at: Drawing): ReactNode {
  const words = inOrder(nodes.map((child) => word(child, at)));
  if (href === null) return words;
  const target = hiddenTarget(href, nodes.map(({ text }) => text ?? "").join(""));
  return (
    <>
      <a href={href} title={href} target="_blank" rel="noopener noreferrer nofollow" className="link">
        {words}
      </a>
      {target === null ? null : <span className="link-target">{` (${target})`}</span>}
    </>
  );
}

const marksOf = ({ marks }: RichNode): readonly RichMark[] => (Array.isArray(marks) ? marks : []);

function linkOf(node: RichNode): string | null {
  const href = marksOf(node).find(({ type }) => type === "link")?.attrs?.href;
  return typeof href === "string" && isSafeLink(href) ? href : null;
}

function word(node: RichNode, at: Drawing): ReactNode {
  if (node.type === "hardBreak") return <br />;
  if (node.type === "mention") {
    const mention = { entity: String(node.attrs?.entity), id: String(node.attrs?.id) };
    return <MentionChip mention={mention} label={at.labelOf(mention)} href={at.hrefOf(mention)} />;
  }
  if (typeof node.text !== "string") return inline(node, at);
  return marksOf(node).reduceRight<ReactNode>((shown, { type }) => marked(type, shown), node.text);
}

function marked(type: string, shown: ReactNode): ReactNode {
  if (type === "bold") return <strong>{shown}</strong>;
  if (type === "italic") return <em>{shown}</em>;
  if (type === "strike") return <s>{shown}</s>;
  if (type === "underline") return <u>{shown}</u>;
  return type === "code" ? <code>{shown}</code> : shown;
}

/** No real text is so deep, and drawing it would fail. */
function isTooDeep(doc: RichNode): boolean {
  let level: readonly RichNode[] = [doc];
  for (let depth = 0; depth <= maxDocDepth + 2; depth++) {
    level = level.flatMap(childrenOf);
    if (level.length === 0) return false;
  }
  return true;
}

/** All its words, one block per line, without a call per level. */
function wordsOf(doc: RichNode): string {
  const words: string[] = [];
  const open = [doc];
  for (let node = open.pop(); node; node = open.pop()) {
    if (typeof node.text === "string") words.push(node.text);
    open.push(...[...childrenOf(node)].reverse());
  }
  return words.join("\n");
}
