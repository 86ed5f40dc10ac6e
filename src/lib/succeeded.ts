/** Whether an act succeeded; a refusal goes to `onRefused`. */
export function succeeded(act: Promise<unknown>, onRefused?: (error: unknown) => void): Promise<boolean> {
  return act.then(
    () => true,
    (error) => {
      onRefused?.(error);
      return false;
    },
  );
}
