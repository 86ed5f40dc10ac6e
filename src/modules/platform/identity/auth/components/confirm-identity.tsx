"use client";

import { useEffect, useRef, useState } from "react";
import { identityPrompt } from "@/components/layout/identity-prompt";
import { lazyLayer } from "@/components/ui/lazy-layer";
import type { ProofDialogProps } from "./proof-dialog";

const ProofDialog = lazyLayer<ProofDialogProps>(() => import("./proof-dialog").then((part) => part.ProofDialog), {
  of: "the question who you are",
  close: ({ onClose }) => onClose(),
});

/** Once on each page with weighty acts: the dialog that asks whether it is really the person of this session. */
export function ConfirmIdentity() {
  const [open, setOpen] = useState(false);
  const answered = useRef<(confirmed: boolean) => void>(() => undefined);
  const asked = useRef<Promise<boolean> | null>(null);

  // The place where writes go out.
  useEffect(() => {
    identityPrompt.open = () => {
      // Several writes that are refused at once ask one question.
      asked.current ??= new Promise<boolean>((resolve) => {
        answered.current = (confirmed) => {
          asked.current = null;
          resolve(confirmed);
        };
        setOpen(true);
      });
      return asked.current;
    };
    return () => {
      identityPrompt.open = null;
      answered.current(false);
    };
  }, []);

  function close(confirmed: boolean) {
    setOpen(false);
    answered.current(confirmed);
  }
  return open ? <ProofDialog onConfirmed={() => answered.current(true)} onClose={() => close(false)} /> : null;
}
