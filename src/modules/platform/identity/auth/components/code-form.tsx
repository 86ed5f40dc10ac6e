"use client";

import { useState } from "react";
import { z } from "zod";
import { Form, FormError, SubmitButton } from "@/components/form/form";
import { TextField } from "@/components/form/text-field";
import { useZodForm } from "@/components/form/use-zod-form";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import type { SecondStepWays } from "@/lib/second-step";
import { signInWithCode } from "../client";
import { PasskeyButton } from "./passkey-button";

const schema = z.object({ code: z.string().trim().min(1, "Enter a code.") });

type Way = "code" | "passkey" | "recovery";

interface Props {
  next: string;
  ways: SecondStepWays;
}

/** The second step of a sign-in. */
export function CodeForm({ next, ways }: Props) {
  const first = ways === "passkey" ? "passkey" : "code";
  const form = useZodForm(schema, { defaultValues: { code: "" } });
  const [way, setWay] = useState<Way>(first);
  const isOther = way === "recovery";
  return (
    <>
      {way === "passkey" ? null : (
        <Form form={form} onSubmit={({ code }) => signInWithCode(code, next)}>
          <FormError />
          <CodeField recovery={isOther} />
          <SubmitButton size="lg">Sign in</SubmitButton>
        </Form>
      )}
      {ways === "code" ? null : <PasskeyButton next={next} primary={way === "passkey"} />}
      {isOther && ways === "passkey" ? null : (
        <Button
          variant="ghost"
          className="mt-3 w-full"
          onClick={() => {
            setWay(isOther ? first : "recovery");
            form.reset();
          }}
        >
          {isOther ? "Use a code from the app" : "Use a recovery code"}
        </Button>
      )}
      <p className="mt-5 text-muted">
        <Link href={`/sign-in?next=${encodeURIComponent(next)}`} className="link">
          Start over
        </Link>
      </p>
    </>
  );
}

function CodeField({ recovery }: { recovery: boolean }) {
  return recovery ? (
    <TextField<z.input<typeof schema>>
      key="recovery"
      name="code"
      label="Recovery code"
      size="lg"
      autoComplete="off"
      autoFocus
      hint="One of the codes that you saved. Each works once."
    />
  ) : (
    <TextField<z.input<typeof schema>>
      key="code"
      name="code"
      label="Code"
      size="lg"
      inputMode="numeric"
      autoComplete="one-time-code"
      autoFocus
      hint="The six digits that your authenticator app shows now."
    />
  );
}
