import { MailItem, MailLayout, MailLink, MailText } from "@/components/email/mail-layout";
import type { Words } from "../../catalog";

export interface MailLine {
  words: readonly Words[];
  href: string;
  /** When it happened. */
  note: string;
  /** Further text: the counts of work in the background, or the words around a mention. */
  detail: string | null;
  /** Why the member gets it, and the pages that end that; null where its type says it. */
  why: { text: string; acts: readonly { label: string; href: string }[] } | null;
}

export interface NotificationMailProps {
  name: string;
  workspace: string;
  lines: readonly MailLine[];
  /** How many more there are than these. */
  more: number;
  action: { label: string; href: string };
  settings: string;
  unsubscribe: string;
  /** The types of this e-mail, each with the page that ends its e-mail. */
  unsubscribeFrom: readonly { label: string; href: string }[];
}

/** The events since the last e-mail, one line each. */
export function NotificationMail(props: NotificationMailProps) {
  const { name, workspace, lines, more, action, settings, unsubscribe, unsubscribeFrom } = props;
  const words = lines.map((line) => line.words.map(({ text }) => text).join(""));
  return (
    <MailLayout
      preview={words.slice(0, 3).join(". ")}
      workspace={workspace}
      action={action}
      reason={
        <>
          You get this e-mail because of your notification settings in {workspace}.{" "}
          <MailLink href={settings}>Choose which e-mails you get, and when</MailLink>
          <br />
          Stop e-mails about:{" "}
          {unsubscribeFrom.map(({ label, href }) => (
            <span key={href}>
              <MailLink href={href}>{label}</MailLink>
              {" · "}
            </span>
          ))}
          <MailLink href={unsubscribe}>all notifications</MailLink>
        </>
      }
    >
      <MailText>Hello {name},</MailText>
      {lines.map((line) => (
        <MailItem key={`${line.href} ${line.note}`} note={<Note {...line} />}>
          <Sentence {...line} />
        </MailItem>
      ))}
      {more > 0 ? <MailText>And {more} more in your inbox.</MailText> : null}
    </MailLayout>
  );
}

/** Below the sentence: further text, the time and why the member gets it; the links that end it have a line of their own. */
function Note({ detail, note, why }: Pick<MailLine, "detail" | "note" | "why">) {
  const text = detail ? `${detail} · ${note}` : note;
  if (!why) return text;
  return (
    <>
      {`${text} · ${why.text}`}
      <br />
      {why.acts.map(({ label, href }, place) => (
        <span key={label}>
          {place > 0 ? " · " : null}
          <MailLink href={href}>{label}</MailLink>
        </span>
      ))}
    </>
  );
}

/** The sentence, with the record (or the person, where that is all) as the link. */
function Sentence({ words, href }: Pick<MailLine, "words" | "href">) {
  const at = Math.max(
    words.findIndex(({ as }) => as === "record"),
    0,
  );
  return words.map(({ text, as }, place) => {
    const key = `${place} ${text}`;
    if (place === at)
      return (
        <MailLink key={key} href={href}>
          {text}
        </MailLink>
      );
    return as === "who" ? <strong key={key}>{text}</strong> : <span key={key}>{text}</span>;
  });
}
