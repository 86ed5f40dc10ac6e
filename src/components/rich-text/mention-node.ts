import { MentionNode } from "@/lib/rich-text/extensions";
import { mentionWords } from "@/lib/rich-text/mention-words";
import type { Mention } from "@/lib/rich-text/rich-text";
import type { MentionNames } from "./mention-names";

/** The mention of an editor: drawn by the name that the writer may see, stored without it. */
export const namedMention = (names: MentionNames) =>
  MentionNode.extend({
    addNodeView:
      () =>
      ({ node }) => {
        const mention = { entity: String(node.attrs.entity), id: String(node.attrs.id) };
        const dom = document.createElement("span");
        const draw = () => show(dom, mention, names);
        draw();
        const stop = names.follow(mention, draw);
        return { dom, ignoreMutation: () => true, destroy: stop };
      },
  });

function show(dom: HTMLElement, mention: Mention, names: MentionNames): void {
  const label = names.of(mention);
  const seen = label !== undefined && label.label !== null && !label.removed;
  dom.className = ["mention", label ? "" : "mention-loading", label && !seen ? "mention-unseen" : ""].join(" ").trim();
  // Never as HTML: a name is what somebody typed.
  dom.textContent = label ? mentionWords(mention, label) : "";
}
