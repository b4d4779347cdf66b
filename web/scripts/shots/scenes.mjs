//! Every page and everything that lies over one. A scene has a path, and may do something there; `words` finds what one
//! presses by its text. `as` says who looks: the founder, unless it is a guest, somebody who has just arrived, or a newcomer.
const path = (way) => () => way;
const inRoom = ({ guild, room }) => `/channels/${guild}/${room.id}`;
const SETTINGS = ['account', 'security', 'sessions', 'privacy', 'applications', 'data', 'appearance', 'language', 'accessibility', 'notifications'];
const GUILD_SETTINGS = ['overview', 'roles', 'access', 'channels', 'onboarding', 'welcome', 'emoji', 'members', 'invites', 'moderation', 'bans', 'audit-log', 'statistics', 'bots', 'webhooks'];

export const SCENES = [
  { name: 'door-login', as: 'guest', path: path('/login') },
  { name: 'door-register', as: 'guest', path: path('/register') },
  { name: 'door-register-wrong', as: 'guest', path: path('/register'), act: registerWrongly },
  { name: 'door-second', as: 'guest', path: path('/login'), act: enterGuarded },
  { name: 'door-invite-page', as: 'guest', path: ({ invite }) => `/invite/${invite}` },
  { name: 'door-invited', as: 'guest', path: ({ invite }) => `/join/${invite}` },
  { name: 'door-join', as: 'newcomer', path: ({ invite }) => `/join/${invite}` },
  { name: 'door-join-lost', as: 'newcomer', path: path('/join/nowhere') },
  { name: 'door-consent', path: ({ application, guild }) => `/oauth2/authorize?client_id=${application}&scope=bot&permissions=8&guild_id=${guild}` },
  { name: 'first-empty', as: 'newcomer', path: path('/') },
  { name: 'first-home', as: 'newcomer', path: path('/channels/@me') },
  { name: 'first-inbox', as: 'newcomer', path: path('/inbox') },
  { name: 'first-saved', as: 'newcomer', path: path('/saved') },
  { name: 'first-round', as: 'guest', path: path('/register'), act: register },
  { name: 'welcome', as: 'arrival', path: ({ guild }) => `/channels/${guild}/welcome` },
  { name: 'browse', path: ({ guild }) => `/channels/${guild}/browse` },

  { name: 'room', path: inRoom },
  { name: 'room-arabic', path: ({ guild, arabic }) => `/channels/${guild}/${arabic.id}` },
  { name: 'room-list', path: inRoom, act: openList },
  { name: 'room-hover', path: inRoom, act: ({ page }) => lastRow(page).hover() },
  { name: 'room-menu', path: inRoom, act: ({ page }) => openMenu(page) },
  { name: 'room-reply', path: inRoom, act: (it) => deed(it, 'talk.reply') },
  { name: 'room-edit', path: inRoom, act: editOwn },
  { name: 'room-forward', path: inRoom, act: (it) => deed(it, 'talk.forward') },
  { name: 'room-report', path: inRoom, act: (it) => deed(it, 'talk.report') },
  { name: 'room-delete', path: inRoom, act: (it) => deed(it, 'core.delete') },
  { name: 'room-new-thread', path: inRoom, act: (it) => deed(it, 'talk.create_thread') },
  { name: 'room-emoji', path: inRoom, act: ({ page, words }) => press(page, words('composer.emoji')) },
  { name: 'room-suggestions', path: inRoom, act: ({ page }) => write(page, '@') },
  { name: 'room-commands', path: inRoom, act: ({ page }) => write(page, '/') },
  { name: 'room-command', path: inRoom, act: chooseCommand },
  { name: 'room-files', path: inRoom, act: attach },
  { name: 'room-pane-threads', path: inRoom, act: ({ page, words }) => press(page, words('talk.threads')) },
  { name: 'room-pane-pins', path: inRoom, act: ({ page, words }) => press(page, words('talk.pins')) },
  { name: 'room-pane-search', path: inRoom, act: ({ page, words }) => press(page, words('talk.search')) },
  { name: 'room-pane-found', path: inRoom, act: search },
  { name: 'room-pane-members', path: inRoom, act: ({ page, words }) => page.viewportSize().width < 1000 && press(page, words('talk.members')) },
  { name: 'room-profile', path: inRoom, act: openProfile },
  { name: 'room-gone', path: ({ guild }) => `/channels/${guild}/1` },
  { name: 'room-offline', before: holdLine, path: inRoom, act: ({ page }) => page.cutLine() },
  { name: 'start-offline', before: refuseLine, path: inRoom },
  { name: 'thread', path: ({ guild, thread }) => `/channels/${guild}/${thread}` },
  { name: 'forum', path: ({ guild, forum }) => `/channels/${guild}/${forum}` },
  { name: 'forum-new', path: ({ guild, forum }) => `/channels/${guild}/${forum}`, act: ({ page, words }) => press(page, words('talk.new_post')) },
  { name: 'forum-post', path: ({ guild, post }) => `/channels/${guild}/${post}` },
  { name: 'direct', path: ({ direct }) => `/channels/@me/${direct}` },
  { name: 'direct-group', path: ({ group }) => `/channels/@me/${group}` },
  ...['online', 'all', 'requests', 'blocked'].map((it) => ({ name: `friends-${it}`, path: path('/channels/@me'), act: ({ page }) => page.locator(`[role="tab"][data-value="${it}"]`).click() })),
  { name: 'inbox', path: path('/inbox') },
  { name: 'inbox-mentions', path: path('/inbox'), act: ({ page }) => page.locator('[role="tab"]').nth(1).click() },
  { name: 'saved', path: path('/saved') },
  { name: 'agenda', path: ({ guild }) => `/channels/${guild}/agenda` },
  { name: 'aid', path: path('/app/map/aid') },
  { name: 'aid-offer', path: path('/app/map/aid-offer') },
  { name: 'nowhere', path: path('/nothing/here') },

  { name: 'over-switcher', path: inRoom, act: openSwitcher },
  { name: 'over-switcher-found', path: inRoom, act: async (it) => { await openSwitcher(it); await it.page.keyboard.type('ca'); } },
  { name: 'over-shortcuts', path: inRoom, act: ({ page }) => page.locator('main').press('?') },
  { name: 'over-status', path: path('/channels/@me'), act: (it) => ownMenu(it, 'people.change_custom_status') },
  { name: 'over-own-menu', path: path('/channels/@me'), act: (it) => ownMenu(it) },
  { name: 'over-own-profile', path: path('/channels/@me'), act: (it) => ownMenu(it, 'people.own_profile') },
  { name: 'over-new-guild', path: path('/channels/@me'), act: async (it) => { await openList(it); await press(it.page, it.words('places.new_guild')); } },
  { name: 'over-new-conversation', path: path('/channels/@me'), act: async (it) => { await openList(it); await press(it.page, it.words('people.new_conversation')); } },
  { name: 'over-guild-menu', path: inRoom, act: (it) => guildMenu(it) },
  { name: 'over-invite', path: inRoom, act: (it) => guildMenu(it, 'places.invite') },
  { name: 'over-new-channel', path: inRoom, act: (it) => guildMenu(it, 'places.new_channel') },
  { name: 'over-notifications', path: inRoom, act: (it) => guildMenu(it, 'places.notifications') },
  { name: 'over-channel-menu', path: inRoom, act: (it) => channelMenu(it) },
  { name: 'over-edit-channel', path: inRoom, act: (it) => channelMenu(it, 'places.edit_channel') },
  { name: 'over-move-channel', path: inRoom, act: (it) => channelMenu(it, 'places.move') },
  { name: 'over-ban', path: inRoom, act: ban },

  { name: 'settings', path: path('/settings') },
  ...SETTINGS.map((it) => ({ name: `settings-${it}`, path: path(`/settings/${it}`) })),
  { name: 'settings-security-codes', path: path('/settings/security'), act: ({ page, words }) => press(page, words('account.totp_begin')) },
  { name: 'guild-settings', path: ({ guild }) => `/guilds/${guild}/settings` },
  ...GUILD_SETTINGS.map((it) => ({ name: `guild-${it}`, path: ({ guild }) => `/guilds/${guild}/settings/${it}` })),
  { name: 'guild-roles-one', path: ({ guild }) => `/guilds/${guild}/settings/roles`, act: ({ page }) => page.locator('button.role').nth(1).click() },
  { name: 'guild-roles-rights', path: ({ guild }) => `/guilds/${guild}/settings/roles`, act: async ({ page }) => { await page.locator('button.role').nth(1).click(); await page.getByRole('tab').nth(1).click(); } },
  { name: 'guild-channels-rights', path: ({ guild, room }) => `/guilds/${guild}/settings/channels?channel=${room.id}`, act: ({ page }) => page.getByRole('tab').nth(1).click() },
  { name: 'guild-channels-one', path: ({ guild, room }) => `/guilds/${guild}/settings/channels?channel=${room.id}` },
];

const press = (page, name) => page.getByRole('button', { name, exact: typeof name === 'string' }).first().click();
const lastRow = (page, back = 0) => page.locator('[data-history] [data-row] article').nth(-1 - back);

async function registerWrongly({ page, words }) {
  await page.locator('input[name="username"]').fill('Camille !');
  await page.locator('input[type="password"]').fill('abc');
  await page.locator('form button[type="submit"]').first().click();
  void words;
}

async function register({ page }) {
  await page.locator('input[name="username"]').fill(`shots_${Date.now() % 1e9}`);
  await page.locator('input[type="password"]').fill('une phrase pour les images');
  await page.locator('input[type="checkbox"]').check();
  await page.locator('form button[type="submit"]').first().click();
  await page.locator('aside h2').waitFor();
}

async function enterGuarded({ page, place, words }) {
  await page.locator('input[name="username"]').fill(place.guarded.username);
  await page.locator('input[type="password"]').fill(place.guarded.password);
  await page.locator('form button[type="submit"]').first().click();
  await page.getByRole('heading', { name: words('door.second_title') }).waitFor();
}

/** On a phone the lists are in a drawer. */
async function openList({ page, words }) {
  if (page.viewportSize().width < 768) await press(page, words('core.open_list'));
}

async function openMenu(page, back = 0) {
  await lastRow(page, back).click({ button: 'right', position: { x: 90, y: 12 } });
  await page.getByRole('menu').waitFor();
}

async function deed({ page, words }, key, back = 0) {
  await openMenu(page, back);
  await page.getByRole('menuitem', { name: words(key) }).first().click();
}

async function editOwn({ page }) {
  await write(page, '');
  await page.keyboard.press('ArrowUp');
}

async function write(page, text) {
  const field = page.locator('main textarea').last();
  await field.click();
  await page.keyboard.type(text);
}

async function chooseCommand({ page }) {
  await write(page, '/agenda');
  await page.getByRole('option').first().waitFor();
  await page.keyboard.press('Enter');
}

async function attach({ page }) {
  const picture = await page.screenshot();
  await page.locator('input[type="file"]').first().setInputFiles([
    { name: 'la-cour-au-printemps.png', mimeType: 'image/png', buffer: picture },
    { name: 'compte-rendu-de-l-assemblee-du-12-mars-version-definitive.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4') },
  ]);
}

async function search({ page, words }) {
  await press(page, words('talk.search'));
  await page.locator('aside input').first().waitFor();
  await page.keyboard.type('pain');
  await page.keyboard.press('Enter');
}

async function openProfile({ page }) {
  await page.locator('[data-history] article .name').last().click();
  await page.getByRole('dialog').waitFor();
}

/** The line to the gateway, so that it can be cut later. */
async function holdLine({ page }) {
  let line;
  let isCut = false;
  await page.routeWebSocket(/gateway/u, (socket) => {
    if (isCut) return void socket.close();
    line = socket;
    socket.connectToServer();
  });
  page.cutLine = () => {
    isCut = true;
    return line.close();
  };
}

function refuseLine({ page }) {
  return page.routeWebSocket(/gateway/u, (socket) => void socket.close());
}

async function openSwitcher({ page }) {
  await page.locator('main').press('Control+k');
  await page.getByRole('dialog').waitFor();
}

async function ownMenu(it, key) {
  await openList(it);
  await it.page.locator('.corner .me').click();
  if (key) await it.page.getByRole('menuitem', { name: it.words(key) }).click();
}

async function guildMenu(it, key) {
  await openList(it);
  await it.page.locator('button.guild').click();
  if (key) await it.page.getByRole('menuitem', { name: it.words(key), exact: true }).first().click();
}

async function channelMenu(it, key) {
  await openList(it);
  await it.page.locator(`nav [data-channel="${it.place.room.id}"]`).first().click({ button: 'right' });
  if (key) await it.page.getByRole('menuitem', { name: it.words(key) }).first().click();
}

async function ban(it) {
  await openProfile(it);
  await it.page.getByRole('dialog').locator('[aria-haspopup="menu"]').first().click();
  await it.page.getByRole('menuitem', { name: it.words('people.ban'), exact: true }).click();
}
