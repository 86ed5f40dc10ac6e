import { Mail, MailX, Phone, PhoneOff } from "lucide-react";
import type { ReactNode } from "react";
import { Tooltip } from "@/components/ui/tooltip";
import type { EmailEntry, Entry, PhoneEntry } from "@/lib/fields/entries";
import { entryLook, entryText } from "./entries";

interface EntryLinksProps {
  /** Whose they are. */
  name: string;
  emails: readonly EmailEntry[] | null;
  phones: readonly PhoneEntry[] | null;
  /** Why its addresses or numbers must not be used; null where they may be. */
  refusal(kind: "emails" | "phones"): string | null;
}

/** An e-mail and a call to somebody. An address that must not be used is no link, and says why. */
export function EntryLinks({ name, emails, phones, refusal }: EntryLinksProps) {
  const [mail, number] = [emails?.[0], phones?.find(({ valid }) => valid)];
  return (
    <>
      {mail ? <EntryLink entry={mail} kind="emails" label={`E-mail ${name}`} reason={refusal("emails")} /> : null}
      {number ? <EntryLink entry={number} kind="phones" label={`Call ${name}`} reason={refusal("phones")} /> : null}
    </>
  );
}

const look = "grid size-7 place-items-center rounded-md phone:size-11 [&_svg]:size-[15px] phone:[&_svg]:size-5";
const icons: Record<"emails" | "phones", { may: ReactNode; mayNot: ReactNode }> = {
  emails: { may: <Mail aria-hidden />, mayNot: <MailX aria-hidden /> },
  phones: { may: <Phone aria-hidden />, mayNot: <PhoneOff aria-hidden /> },
};

interface EntryLinkProps {
  entry: Entry;
  kind: "emails" | "phones";
  label: string;
  reason: string | null;
}

function EntryLink({ entry, kind, label, reason }: EntryLinkProps) {
  if (reason !== null)
    return (
      <span title={reason} className={`${look} text-danger`}>
        {icons[kind].mayNot}
        <span className="sr-only">{reason}</span>
      </span>
    );
  return (
    <Tooltip content={entryText(entry)}>
      <a
        href={entryLook({ kind }).href(entry) ?? undefined}
        aria-label={label}
        className={`${look} text-muted hover:bg-surface-press hover:text-text`}
      >
        {icons[kind].may}
      </a>
    </Tooltip>
  );
}
