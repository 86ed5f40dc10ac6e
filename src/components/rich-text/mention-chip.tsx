import { Link } from "@/components/ui/link";
import { cn } from "@/lib/cn";
import { mentionWords } from "@/lib/rich-text/mention-words";
import type { Mention } from "@/lib/rich-text/rich-text";
import type { MentionLabel } from "./mentions";

interface MentionChipProps {
  mention: Mention;
  /** Undefined while its name is loading. */
  label: MentionLabel | undefined;
  /** The page of a record. */
  href: string | null;
}

/** A mentioned member or record, by the name that this reader may see; a record leads to its page. */
export function MentionChip({ mention, label, href }: MentionChipProps) {
  if (!label)
    return (
      <span className="mention mention-loading">
        <span className="sr-only">a mention</span>
      </span>
    );
  const words = mentionWords(mention, label);
  // Copied into another text it stays a mention: its name is not written there.
  const copied = { "data-mention": "", "data-entity": mention.entity, "data-id": mention.id };
  const seen = label.label !== null && !label.removed;
  if (seen && href !== null)
    return (
      <Link href={href} className="mention" {...copied}>
        {words}
      </Link>
    );
  return (
    <span className={cn("mention", !seen && "mention-unseen")} {...copied}>
      {words}
    </span>
  );
}
