// Before anything is drawn: controls are only for whom they work, and the page does not flash in the other theme.
document.documentElement.classList.add("js");
try {
  const theme = localStorage.getItem("wirecheck-theme");
  if (theme) document.documentElement.dataset.theme = theme;
} catch {
  // A browser that keeps nothing for files.
}
