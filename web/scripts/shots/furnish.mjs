//! What the scenes need and a demo community does not have: a forum, threads, an emoji, a bot, questions for newcomers, and
//! people of our own: one who asks for a second factor, one who has just arrived, one who is asked to join.
import { createHmac } from 'node:crypto';

const PASSWORD = 'une phrase pour les images';
const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const FORUM = 'questions';
const [TEXT, CATEGORY, FORUM_TYPE] = [0, 4, 15];

export async function furnish(browser, origin, name, password) {
  const request = (token) => (method, path, body) => send(origin, token, method, path, body);
  const { token } = await request(null)('POST', '/auth/login', { login: name, password });
  const ask = request(token);
  const [guild] = (await ask('GET', '/users/@me/guilds')).map((it) => it.id).sort();
  const rooms = await ask('GET', `/guilds/${guild}/channels`);
  const me = await ask('GET', '/users/@me');
  const place = { origin, guild, name: (await ask('GET', `/guilds/${guild}`)).name };
  const texts = rooms.filter((it) => it.type === TEXT);
  place.room = texts.find((it) => it.name === 'café') ?? texts[0];
  place.arabic = texts.find((it) => /\p{Script=Arabic}/u.test(it.name)) ?? place.room;
  place.category = rooms.find((it) => it.type === CATEGORY);
  place.invite = (await ask('POST', `/channels/${place.room.id}/invites`, { max_age: 0, unique: true })).code;

  const people = {};
  for (const who of ['zoe', 'tarek', 'arrival', 'newcomer', 'guarded']) people[who] = await enter(origin, `shots_${who}`);
  place.tokens = { founder: token, guest: null, arrival: people.arrival.token, newcomer: people.newcomer.token };
  place.guarded = { username: 'shots_guarded', password: PASSWORD };
  place.friend = people.zoe.id;

  const forum = rooms.find((it) => it.name === FORUM);
  if (forum === undefined) await fill({ browser, ask, request, place, people, me });
  place.forum = forum?.id ?? place.forum;
  const { threads } = await ask('GET', `/guilds/${guild}/threads/active`);
  place.post = threads.find((it) => it.parent_id === place.forum)?.id;
  place.thread = threads.find((it) => it.parent_id === place.room.id)?.id;
  const conversations = await ask('GET', '/users/@me/channels');
  place.direct = conversations.find((it) => it.type === 1)?.id;
  place.group = conversations.find((it) => it.type === 3)?.id;
  place.application = (await ask('GET', '/applications'))[0]?.id;
  return place;
}

async function send(origin, token, method, path, body) {
  const isForm = body instanceof FormData;
  const headers = { ...(token && { authorization: token }), ...(body && !isForm && { 'content-type': 'application/json' }) };
  const response = await fetch(`${origin}/api/v10${path}`, { method, headers, body: isForm ? body : body && JSON.stringify(body) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return text === '' ? null : JSON.parse(text);
}

/** An account of our own; the one that is guarded is only there to be asked. */
async function enter(origin, username) {
  const credentials = { password: PASSWORD };
  const answer = await send(origin, null, 'POST', '/auth/register', { username, ...credentials, consent: true }).catch(() => send(origin, null, 'POST', '/auth/login', { login: username, ...credentials }));
  return { token: answer.token, id: answer.token && (await send(origin, answer.token, 'GET', '/users/@me')).id };
}

async function fill({ browser, ask, request, place, people, me }) {
  const { guild, room } = place;
  const as = (who) => request(people[who].token);
  for (const who of ['zoe', 'tarek', 'arrival']) await as(who)('POST', `/invites/${place.invite}`, {});
  await as('guarded')('POST', '/users/@me/mfa/totp/enable', { password: PASSWORD, secret: SECRET, code: codeOf(SECRET, Date.now()) });
  await ask('POST', '/users/@me/relationships', { username: 'shots_tarek' });
  await as('zoe')('POST', '/users/@me/relationships', { username: me.username });

  const emoji = await ask('POST', `/guilds/${guild}/emojis`, { name: 'tilleul', image: await leaf(browser) });
  const tags = [{ name: 'Résolu', emoji_name: '✅' }, { name: 'Jardin', emoji_name: '🌱' }, { name: 'Outils', emoji_name: '🔧' }];
  const forum = await ask('POST', `/guilds/${guild}/channels`, { name: FORUM, type: FORUM_TYPE, parent_id: room.parent_id, topic: 'Une question, une réponse. **Cherchez avant de demander**, quelqu’un l’a peut-être déjà su.', available_tags: tags });
  place.forum = forum.id;
  for (const [who, title, content, tag] of POSTS) {
    const post = await as(who)('POST', `/channels/${forum.id}/threads`, { name: title, message: { content }, applied_tags: forum.available_tags.filter((it) => it.name === tag).map((it) => it.id) });
    await ask('POST', `/channels/${post.id}/messages`, { content: 'Merci, je regarde ce soir et je réponds ici.' });
  }
  const said = await as('zoe')('POST', `/channels/${room.id}/messages`, { content: MESSAGE });
  const thread = await ask('POST', `/channels/${room.id}/messages/${said.id}/threads`, { name: 'La fête de la cour 7' });
  for (const content of ['Qui apporte les tables ?', `J’en ai deux. <:tilleul:${emoji.id}>`, 'Et moi les guirlandes.']) await as('tarek')('POST', `/channels/${thread.id}/messages`, { content });
  await as('tarek')('POST', `/channels/${room.id}/messages`, { content: 'مرحبا، هل يمكنني أن أحضر الشاي؟', message_reference: { message_id: said.id } });
  await as('zoe')('POST', `/channels/${place.arabic.id}/messages`, { content: 'Merci beaucoup pour la traduction, c’est très clair maintenant.' });
  await ask('PUT', `/channels/${room.id}/pins/${said.id}`);
  await ask('PUT', `/parvis/v1/users/@me/saved-messages/${room.id}/${said.id}`);
  await as('tarek')('POST', '/parvis/v1/guard/reports', { subject: { kind: 'message', channel_id: room.id, message_id: said.id }, reason: 'other', text: 'Pour la photo.' });
  await ask('POST', `/channels/${room.id}/webhooks`, { name: 'Météo du quartier' });
  await ask('PATCH', '/users/@me/settings', { custom_status: { text: 'Je repique les tomates', emoji_id: emoji.id, emoji_name: 'tilleul', expires_at: null } });
  await bring({ ask, request, guild, room });
  await question({ ask, guild, place });
}

/** A bot that has said something with buttons. */
async function bring({ ask, request, guild, room }) {
  const application = await ask('POST', '/applications', { name: 'Gazette' });
  await ask('POST', `/oauth2/authorize?client_id=${application.id}&scope=bot+applications.commands&permissions=8&guild_id=${guild}`, { authorize: true, permissions: '8', guild_id: guild });
  const { token } = await ask('POST', `/applications/${application.id}/bot/reset`);
  const bot = request(`Bot ${token}`);
  await bot('PUT', `/applications/${application.id}/commands`, [
    { name: 'agenda', description: 'Ce qui se passe cette semaine', options: [{ type: 3, name: 'jour', description: 'Quel jour ?', required: true, choices: [{ name: 'samedi', value: 'sa' }, { name: 'dimanche', value: 'di' }] }] },
    { name: 'meteo', description: 'Le temps qu’il fera' },
  ]);
  await bot('POST', `/channels/${room.id}/messages`, {
    content: 'Qui vient à la fête de la cour ?',
    embeds: [{ title: 'Samedi, 15 h', description: 'Cour 7, sous les tilleuls. **Apportez une chaise.**', color: 0xa43f28, fields: [{ name: 'Inscrits', value: '23', inline: true }, { name: 'Gâteaux', value: '6', inline: true }] }],
    components: [
      { type: 1, components: [{ type: 2, style: 3, label: 'Je viens', custom_id: 'yes' }, { type: 2, style: 2, label: 'Peut-être', custom_id: 'maybe' }, { type: 2, style: 4, label: 'Je ne peux pas', custom_id: 'no' }] },
      { type: 1, components: [{ type: 3, custom_id: 'brings', placeholder: 'J’apporte…', options: [{ label: 'Un gâteau', value: 'cake' }, { label: 'Des chaises', value: 'chairs' }] }] },
    ],
  });
}

/** What newcomers read and are asked. */
async function question({ ask, guild, place }) {
  const everyone = (await ask('GET', `/guilds/${guild}/channels`)).filter((it) => it.type === TEXT && !(it.permission_overwrites ?? []).length).map((it) => it.id);
  await ask('PATCH', `/guilds/${guild}/welcome-screen`, { enabled: true, description: 'Les voisines et voisins des cours 3 à 14. Commencez où vous voulez.', welcome_channels: everyone.slice(0, 3).map((id, index) => ({ channel_id: id, description: ['Dire bonjour', 'Demander un coup de main', 'Emprunter une échelle'][index], emoji_id: null, emoji_name: ['👋', '🤝', '🪜'][index] })) });
  const option = (id, title, emoji, description, channels) => ({ id, title, description, emoji_name: emoji, emoji_id: null, emoji_animated: false, role_ids: [], channel_ids: channels });
  await ask('PUT', `/guilds/${guild}/onboarding`, {
    enabled: true, mode: 0, default_channel_ids: everyone.slice(0, 7),
    prompts: [
      { id: '1', type: 0, title: 'Qu’est-ce qui vous amène ?', single_select: false, required: true, in_onboarding: true, options: [option('2', 'Le jardin', '🌱', 'Potager, compost, ruches', everyone.slice(7, 9)), option('3', 'Un coup de main', '🔧', null, everyone.slice(3, 4)), option('4', 'Les fêtes', '🎉', 'La cantine et la cour 7', [place.room.id])] },
      { id: '5', type: 1, title: 'Quelle langue parlez-vous le plus souvent ?', single_select: true, required: false, in_onboarding: true, options: [option('6', 'Français', null, null, everyone.slice(5, 6)), option('7', 'العربية', null, null, [place.arabic.id])] },
    ],
  });
}

/** The code of an authenticator app (RFC 6238). */
export function codeOf(secret, nowMs) {
  const bits = [...secret].map((it) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(it).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/gu).map((it) => parseInt(it, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(nowMs / 30_000)));
  const hash = createHmac('sha1', key).update(counter).digest();
  return String((hash.readUInt32BE(hash[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

const MESSAGE = 'Samedi on fête la cour 7 ! **Venez à partir de 15 h**, avec une chaise.\n- tables : à trouver\n- musique : Ibrahim\n> « On ne finit jamais de repeindre un banc. »';
const POSTS = [
  ['zoe', 'Qui a la clé du local à vélos ?', 'Le cadenas a été changé mardi et je n’ai plus rien pour ouvrir.', 'Outils'],
  ['tarek', 'Des limaces dans les salades', 'J’ai essayé la cendre et les coquilles d’œufs, rien n’y fait. Vous faites comment ?', 'Jardin'],
  ['zoe', 'Le compost sent fort', 'C’est réglé : il manquait du sec.', 'Résolu'],
];

/** A leaf, as a data address. */
async function leaf(browser) {
  const page = await browser.newPage();
  const url = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 64, height: 64 });
    const pen = canvas.getContext('2d');
    pen.fillStyle = '#4f9a4a';
    pen.fill(new Path2D('M6 58C2 20 28 4 60 4C60 36 44 62 6 58Z'));
    pen.strokeStyle = '#24572a';
    pen.lineWidth = 4;
    pen.stroke(new Path2D('M6 58L44 20'));
    return canvas.toDataURL('image/png');
  });
  await page.close();
  return url;
}
