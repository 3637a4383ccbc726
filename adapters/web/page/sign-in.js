/** Hands the token in; the server keeps who knew it in a cookie that no script can read. */

const form = /** @type {HTMLFormElement} */ (document.getElementById('sign-in'));
const token = /** @type {HTMLInputElement} */ (document.getElementById('token'));
const trouble = /** @type {HTMLElement} */ (document.getElementById('trouble'));

/** Whoever comes by a link on another website has the cookie, and this page all the same: it isn't sent along then. */
const known = await fetch('/api/sign-in').catch(() => null);
if (known?.ok) location.reload();

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  trouble.hidden = true;
  try {
    const response = await fetch('/api/sign-in', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ token: token.value }),
    });
    if (response.ok) return location.reload();
    say((await response.json()).error);
  } catch {
    say('The bot is not answering.');
  }
  token.select();
});

/** @param {string} what */
function say(what) {
  trouble.textContent = what;
  trouble.hidden = false;
}
