import { type AnyExtension, mergeAttributes, Node } from "@tiptap/core";
import { Document } from "@tiptap/extension-document";
import { Link } from "@tiptap/extension-link";
import { TaskItem, TaskList } from "@tiptap/extension-list";
import { Table, TableCell, TableHeader, TableRow } from "@tiptap/extension-table";
import { StarterKit } from "@tiptap/starter-kit";
import { isSafeLink, unsafeLinkMessage } from "./links";
import { docVersion, mentionText } from "./rich-text";

/** The document, with the version of its schema. */
const VersionedDocument = Document.extend({
  addAttributes: () => ({ version: { default: docVersion, rendered: false, validate: "number" } }),
});

/** A link holds its address only, and that is of a known kind. */
const PlainLink = Link.extend({
  addAttributes: () => ({
    href: {
      default: null,
      parseHTML: (element: HTMLElement) => element.getAttribute("href"),
      validate(value: unknown) {
        if (typeof value !== "string" || !isSafeLink(value)) throw new RangeError(unsafeLinkMessage);
      },
    },
  }),
}).configure({
  openOnClick: false,
  autolink: true,
  defaultProtocol: "https",
  HTMLAttributes: { target: null, rel: "noopener noreferrer nofollow", class: null },
  isAllowedUri: (address) => isSafeLink(address ?? ""),
});

/** A member or a record by kind and id; the editor and the reader resolve its name. */
export const MentionNode = Node.create({
  name: "mention",
  group: "inline",
  inline: true,
  atom: true,
  selectable: true,
  addAttributes: () => ({
    entity: {
      default: null,
      parseHTML: (element: HTMLElement) => element.getAttribute("data-entity"),
      validate: "string",
    },
    id: { default: null, parseHTML: (element: HTMLElement) => element.getAttribute("data-id"), validate: "string" },
  }),
  // Where it is read, the mention of a record is a link.
  parseHTML: () => [
    { tag: "span[data-mention][data-entity][data-id]" },
    { tag: "a[data-mention][data-entity][data-id]", priority: 100 },
  ],
  renderHTML: ({ node }) => [
    "span",
    mergeAttributes({ "data-mention": "", "data-entity": node.attrs.entity, "data-id": node.attrs.id }),
    mentionText,
  ],
  renderText: () => mentionText,
});

/** All nodes and marks that a stored text can have. Server and editor use the same list; it has no behaviour of screens. */
export const richTextExtensions = (mention: AnyExtension = MentionNode): AnyExtension[] => [
  VersionedDocument,
  StarterKit.configure({ document: false, link: false, heading: { levels: [1, 2, 3] } }),
  PlainLink,
  TaskList,
  TaskItem.configure({ nested: true }),
  Table.configure({ resizable: false }),
  TableRow,
  TableHeader,
  TableCell,
  mention,
];
