import { MailItem, MailLayout, MailLink, MailText } from "@/components/email/mail-layout";
import type { Words } from "../../catalog";

export interface MailLine {
  words: readonly Words[];
  href: string;
  /** When it happened. */
  note: string;
  /** Further text: the counts of an import. */
  detail: string | null;
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
          <MailLink href={unsubscribe}>everything here</MailLink>
        </>
      }
    >
      <MailText>Hello {name},</MailText>
      {lines.map((line) => (
        <MailItem key={`${line.href} ${line.note}`} note={line.detail ? `${line.detail} · ${line.note}` : line.note}>
          <Sentence {...line} />
        </MailItem>
      ))}
      {more > 0 ? <MailText>And {more} more in your inbox.</MailText> : null}
    </MailLayout>
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
