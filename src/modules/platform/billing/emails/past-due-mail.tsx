import { MailLayout, MailText } from "@/components/email/mail-layout";
import { isReadOnly, type PastDueMoment } from "../rules";

interface Props {
  moment: PastDueMoment;
  workspace: string;
  timeZone: string;
  locale: string;
  href: string;
}

export const pastDueSubject = (moment: PastDueMoment, workspace: string): string =>
  isReadOnly(moment) ? `${workspace} is read-only until its invoice is paid` : `Payment failed for ${workspace}`;

/** An invoice is not paid: the consequences and their dates, and the page on which to pay it. */
export function PastDueMail({ moment, workspace, timeZone, locale, href }: Props) {
  const day = (at: Date) => at.toLocaleDateString(locale, { timeZone, month: "long", day: "numeric", year: "numeric" });
  const readOnly = isReadOnly(moment);
  const headline = readOnly
    ? "This workspace is read-only now, because its last invoice is not paid."
    : `The last invoice of this workspace could not be paid on ${day(moment.since)}.`;
  return (
    <MailLayout
      preview={headline}
      workspace={workspace}
      action={{ label: "Pay the invoice", href }}
      reason={`You received this mail because you may change plan and billing of ${workspace}.`}
    >
      <MailText>{headline}</MailText>
      <MailText>
        {readOnly
          ? `Everybody can still read and export everything. Paying the invoice ends this at once. Without a payment the workspace moves to Starter on ${day(moment.starterAt)}; nothing is deleted.`
          : `Everybody can go on working until ${day(moment.readOnlyAt)}. After that the workspace is read-only until the invoice is paid. Nothing is deleted.`}
      </MailText>
    </MailLayout>
  );
}
