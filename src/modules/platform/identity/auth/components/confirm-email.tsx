"use client";

import { useMutation } from "@tanstack/react-query";
import { readServerError } from "@/components/form/server-error";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { Note } from "@/components/ui/note";
import { useApi } from "@/trpc/react";

/** Confirms a change of e-mail address with a mailed link. A button, because programs open links in e-mails too. */
export function ConfirmEmail({ token }: { token: string }) {
  const api = useApi();
  const confirm = useMutation(api.auth.confirmEmail.mutationOptions());
  const { data } = confirm;
  const refusal = confirm.error ? readServerError(confirm.error) : null;
  // A link that is over stays so; without an answer the person tries again.
  const isOver = refusal !== null && refusal.code !== "UNREACHABLE";
  if (data)
    return (
      <div className="flex flex-col gap-4">
        <Note tone="info">
          {data.changed
            ? `Your e-mail address is now ${data.email}.`
            : "This address is confirmed. The change takes effect when you also open the link in the other e-mail."}
        </Note>
        <Button asChild size="lg" variant={data.changed ? "primary" : "secondary"}>
          <Link href="/">Go to your workspaces</Link>
        </Button>
      </div>
    );
  return (
    <div className="flex flex-col gap-4">
      {refusal ? <Note tone="danger">{refusal.message}</Note> : null}
      {isOver ? (
        <Button asChild size="lg">
          <Link href="/">Go to your workspaces</Link>
        </Button>
      ) : (
        <Button variant="primary" size="lg" busy={confirm.isPending} onClick={() => confirm.mutate({ token })}>
          Confirm the change
        </Button>
      )}
    </div>
  );
}
