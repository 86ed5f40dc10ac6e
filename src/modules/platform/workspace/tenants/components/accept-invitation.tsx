"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { z } from "zod";
import { Form, FormError, SubmitButton } from "@/components/form/form";
import { PasswordField } from "@/components/form/password-field";
import { readServerError } from "@/components/form/server-error";
import { TextField } from "@/components/form/text-field";
import { useZodForm } from "@/components/form/use-zod-form";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { Note } from "@/components/ui/note";
import { foldKey } from "@/lib/text";
import { useApi } from "@/trpc/react";
import { joiningPersonInput, type OpenedInvitation } from "../schema";

interface Props {
  token: string;
  invitation: OpenedInvitation;
  /** Opens a session for a newly created account, and then this page. */
  signIn: (credentials: { email: string; password: string }, next: string) => Promise<void>;
  /** Ends the session and opens a page. False if the session goes on. */
  signOut: (next: string) => Promise<boolean>;
}

/** The one next step: join, sign in first, sign out first, or create an account. */
export function AcceptInvitation(props: Props) {
  const { token } = props;
  const { email, hasAccount, signedInAs } = props.invitation;
  if (signedInAs && foldKey(signedInAs) === foldKey(email)) return <Join {...props} />;
  if (signedInAs) return <WrongPerson {...props} />;
  if (hasAccount) {
    const next = encodeURIComponent(`/invitation?token=${token}`);
    return (
      <Button asChild variant="primary" size="lg">
        <Link href={`/sign-in?next=${next}&email=${encodeURIComponent(email)}`}>{`Sign in as ${email}`}</Link>
      </Button>
    );
  }
  return <NewPerson {...props} />;
}

function Join({ token, invitation }: Props) {
  const api = useApi();
  const accept = useMutation(
    api.tenants.acceptInvitation.mutationOptions({
      onSuccess: ({ slug }) => window.location.assign(`/${slug}`),
    }),
  );
  return (
    <div className="flex flex-col items-start gap-4">
      {accept.error ? <Note tone="danger">{readServerError(accept.error).message}</Note> : null}
      <Button
        variant="primary"
        size="lg"
        busy={accept.isPending || accept.isSuccess}
        onClick={() => accept.mutate({ token })}
      >
        {`Join ${invitation.workspace}`}
      </Button>
    </div>
  );
}

function WrongPerson({ token, invitation, signOut }: Props) {
  const [busy, setBusy] = useState(false);
  return (
    <div className="flex flex-col items-start gap-4">
      <Note tone="warning">{`You are signed in as ${invitation.signedInAs}. Sign out to continue as ${invitation.email}.`}</Note>
      <Button
        size="lg"
        busy={busy}
        onClick={() => {
          setBusy(true);
          // Busy until the page is left.
          void signOut(`/invitation?token=${token}`).then(setBusy);
        }}
      >
        Sign out
      </Button>
    </div>
  );
}

type Fields = z.input<typeof joiningPersonInput>;

function NewPerson({ token, invitation, signIn }: Props) {
  const api = useApi();
  const { email, name, workspace } = invitation;
  const form = useZodForm(joiningPersonInput, { defaultValues: { name, password: "" } });
  const accept = useMutation(api.tenants.acceptInvitation.mutationOptions());
  return (
    <Form
      form={form}
      onSubmit={async (person) => {
        const { slug } = await accept.mutateAsync({ token, person });
        await signIn({ email, password: person.password }, `/${slug}`);
      }}
    >
      <FormError />
      {/* For password managers, which store the new password under the account's name. */}
      <input type="email" autoComplete="username" value={email} readOnly hidden />
      <TextField<Fields> name="name" label="Name" size="lg" autoComplete="name" autoFocus />
      <PasswordField<Fields>
        name="password"
        label="Password"
        size="lg"
        autoComplete="new-password"
        hint={`At least 10 characters. You will sign in with it as ${email}.`}
      />
      <SubmitButton size="lg">{`Join ${workspace}`}</SubmitButton>
    </Form>
  );
}
