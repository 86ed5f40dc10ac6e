import { MailHeading, MailItem, MailLayout, MailLink, MailText } from "@/components/email/mail-layout";

interface DigestMailSection {
  /** With the count: "Overdue (4)". */
  title: string;
  lines: readonly { text: string; note: string; href: string }[];
  /** "12 more", if there are more than these lines. */
  more: string | null;
  /** The page that lists all. */
  href: string;
}

interface DigestMailProps {
  name: string;
  workspace: string;
  /** "Thu, Nov 26, 2026" */
  day: string;
  /** "4 overdue, 2 due today" */
  summary: string;
  sections: readonly DigestMailSection[];
  /** The address of the page Today. */
  today: string;
  settings: string;
  unsubscribe: string;
}

/** The day of a member in the morning: a section each for what is overdue, due, to be followed up, and what happened. */
export function DigestMail(props: DigestMailProps) {
  const { name, workspace, day, summary, sections, today, settings, unsubscribe } = props;
  return (
    <MailLayout
      preview={`${day}: ${summary}`}
      workspace={workspace}
      action={{ label: "Open Today", href: today }}
      reason={
        <>
          {workspace} sends you this e-mail on the days on which you work.{" "}
          <MailLink href={settings}>Change its time</MailLink>
          {" · "}
          <MailLink href={unsubscribe}>Stop the morning digest</MailLink>
        </>
      }
    >
      <MailText>Hello {name},</MailText>
      <MailText>{`Here is your day: ${day}.`}</MailText>
      {sections.map(({ title, lines, more, href }) => (
        <div key={title}>
          <MailHeading>{title}</MailHeading>
          {lines.map((line) => (
            <MailItem key={`${line.href} ${line.text} ${line.note}`} note={line.note}>
              <MailLink href={line.href}>{line.text}</MailLink>
            </MailItem>
          ))}
          {more === null ? null : (
            <MailText>
              <MailLink href={href}>{more}</MailLink>
            </MailText>
          )}
        </div>
      ))}
    </MailLayout>
  );
}
