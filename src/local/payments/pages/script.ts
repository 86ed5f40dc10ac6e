/** All that runs in the browser: the rest of the time for the 3-D Secure step, and one payment for two clicks. */
export const SCRIPT = `
const clock = document.querySelector("[data-until]");
if (clock) {
  const bar = document.querySelector("progress");
  const begun = Date.now();
  const show = () => {
    const left = Math.max(0, Number(clock.dataset.until) - Math.floor((Date.now() - begun) / 1000));
    clock.textContent = Math.floor(left / 60) + ":" + String(left % 60).padStart(2, "0");
    if (bar) bar.value = left;
    if (left === 0) location.reload();
  };
  show();
  setInterval(show, 1000);
}
for (const form of document.forms)
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
    event.submitter?.setAttribute("aria-busy", "true");
  });
addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
  for (const button of document.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
});
`;
