import { Link } from "@/components/ui/link";
import { cn } from "@/lib/cn";
import type { Mention } from "@/lib/rich-text/rich-text";
import { mentionWords } from "./mention-words";
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
  const seen = label.label !== null && !label.removed;
  if (seen && href !== null)
    return (
      <Link href={href} className="mention">
        {words}
      </Link>
    );
  return <span className={cn("mention", !seen && "mention-unseen")}>{words}</span>;
}
