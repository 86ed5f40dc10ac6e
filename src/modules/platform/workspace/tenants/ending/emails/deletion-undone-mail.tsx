import { MailLayout, MailText } from "@/components/email/mail-layout";

export const deletionUndoneSubject = (workspace: string): string => `${workspace} will not be deleted`;

/** The deletion was undone. */
export function DeletionUndoneMail({ workspace, href }: { workspace: string; href: string }) {
  const headline = `An owner has undone the deletion of ${workspace}.`;
  return (
    <MailLayout
      preview={headline}
      workspace={workspace}
      action={{ label: "Open the workspace", href }}
      reason={`You received this e-mail because you are an owner or admin of ${workspace}.`}
    >
      <MailText>{headline}</MailText>
      <MailText>Nothing was deleted, and everybody can work again.</MailText>
    </MailLayout>
  );
}
