"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { toastRefusal } from "@/components/form/toast-refusal";
import { QueryFailed } from "@/components/layout/query-failed";
import { SettingsSection } from "@/components/layout/settings-page";
import { Button } from "@/components/ui/button";
import { lazyLayer } from "@/components/ui/lazy-layer";
import { RelativeTime } from "@/components/ui/relative-time";
import { Skeleton, SkeletonRegion } from "@/components/ui/skeleton";
import { counted } from "@/lib/counted";
import { useApi } from "@/trpc/react";
import type { Factors } from "../schema";
import type { Asked, FactorDialogsProps } from "./factor-dialogs";
import { FactorRow } from "./factor-row";
import { PasskeyRow } from "./passkey-row";

const FactorDialogs = lazyLayer<FactorDialogsProps>(
  () => import("./factor-dialogs").then((part) => part.FactorDialogs),
  {
    of: "the question",
    close: ({ onDone }) => onDone(),
  },
);

/** A person's authenticator app, passkeys and recovery codes. */
export function FactorsSection() {
  const api = useApi();
  const query = useQuery(api.auth.factors.queryOptions({}));
  const [asked, setAsked] = useState<Asked | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  return (
    <SettingsSection
      title="Second factor"
      description="A second factor protects your account if your password is stolen. A passkey can also replace the password."
    >
      {query.data ? <FactorList factors={query.data} onAsk={setAsked} /> : null}
      {query.error && !query.data ? (
        <QueryFailed title="Your sign-in methods could not be loaded" query={query} />
      ) : null}
      {query.data || query.error ? null : (
        <SkeletonRegion label="Loading your sign-in methods">
          <div className="flex h-13 items-center border-t">
            <Skeleton className="w-48" />
          </div>
        </SkeletonRegion>
      )}
      {asked || codes ? (
        <FactorDialogs asked={asked} onDone={() => setAsked(null)} codes={codes} onCodes={setCodes} />
      ) : null}
    </SettingsSection>
  );
}

function FactorList({ factors, onAsk }: { factors: Factors; onAsk: (asked: Asked) => void }) {
  const { locale } = useListLocale();
  const api = useApi();
  const { totpSince, passkeys, recoveryCodesLeft } = factors;
  const start = useMutation(
    api.auth.startTotp.mutationOptions({
      onSuccess: (totp) => onAsk({ kind: "totp", totp }),
      onError: toastRefusal,
    }),
  );
  return (
    <ul className="border-t">
      <FactorRow
        title="Authenticator app"
        detail={totpSince ? <Since at={totpSince} /> : "An app on your phone that shows a new code every 30 seconds."}
      >
        {totpSince ? (
          <Button size="sm" aria-label="Remove the authenticator app" onClick={() => onAsk({ kind: "removeTotp" })}>
            Remove
          </Button>
        ) : (
          <Button size="sm" busy={start.isPending} onClick={() => start.mutate({})}>
            Add authenticator app
          </Button>
        )}
      </FactorRow>
      <FactorRow
        title="Passkeys"
        detail="You sign in with the fingerprint, face or PIN of your device, or with a security key."
      >
        <Button size="sm" onClick={() => onAsk({ kind: "addPasskey" })}>
          Add passkey
        </Button>
      </FactorRow>
      {passkeys.map((passkey) => (
        <PasskeyRow
          key={passkey.id}
          passkey={passkey}
          onRename={() => onAsk({ kind: "renamePasskey", passkey })}
          onRemove={() => onAsk({ kind: "removePasskey", passkey })}
        />
      ))}
      {totpSince || passkeys.length > 0 ? (
        <FactorRow
          title="Recovery codes"
          detail={`${counted(recoveryCodesLeft, { one: "code is", many: "codes are" }, locale)} left. Use one if your other factors are not available.`}
        >
          <Button size="sm" onClick={() => onAsk({ kind: "newCodes" })}>
            Create new codes
          </Button>
        </FactorRow>
      ) : null}
    </ul>
  );
}

const Since = ({ at }: { at: string }) => (
  <>
    Added <RelativeTime at={at} inSentence />
  </>
);
