"use client";

import { useRef, useState } from "react";

interface Question<About, Answer> {
  about: About;
  /** Runs the act with the answer; the act is done when it resolves. */
  send(answer: Answer): Promise<void>;
  cancel(): void;
}

/** Asks one question at a time in a dialog before an act. Render the dialog while `question` is set. */
export function useQuestion<About, Answer>(): {
  question: Pick<Question<About, Answer>, "about" | "send"> | null;
  /** Resolves when the answer was sent; rejects with this sentence when the dialog is closed, or another one opens. */
  ask(about: About, refusal: string, send: (answer: Answer) => Promise<void>): Promise<void>;
  close(): void;
} {
  const [question, setQuestion] = useState<Question<About, Answer> | null>(null);
  const latest = useRef<Question<About, Answer> | null>(null);

  function show(next: Question<About, Answer> | null): void {
    latest.current?.cancel();
    latest.current = next;
    setQuestion(next);
  }
  return {
    question,
    ask: (about, refusal, send) =>
      new Promise((resolve, reject) => {
        show({
          about,
          send: async (answer) => {
            await send(answer);
            resolve();
          },
          cancel: () => reject(new Error(refusal)),
        });
      }),
    close: () => show(null),
  };
}
