// Slack's short names for the emoji that messages about money and trouble use, and a good deal
// of everyday ones. An unknown name stays text, as in Slack.

const GROUPS = `
+1 👍|thumbsup 👍|-1 👎|thumbsdown 👎|ok_hand 👌|wave 👋|clap 👏|pray 🙏|muscle 💪|raised_hands 🙌
|point_right 👉|point_left 👈|point_up 👆|point_down 👇|raised_hand ✋|handshake 🤝|eyes 👀|eye 👁️|brain 🧠
|smile 😄|smiley 😃|grinning 😀|grin 😁|joy 😂|slightly_smiling_face 🙂|wink 😉|blush 😊|sweat_smile 😅
|thinking_face 🤔|neutral_face 😐|expressionless 😑|sleeping 😴|worried 😟|cry 😢|sob 😭|scream 😱|rage 😡
|angry 😠|sunglasses 😎|party 🥳|partying_face 🥳|face_with_monocle 🧐|nerd_face 🤓|robot_face 🤖|ghost 👻
|skull 💀|see_no_evil 🙈|hear_no_evil 🙉|speak_no_evil 🙊|owl 🦉|bird 🐦|bug 🐛|turtle 🐢|snail 🐌|dog 🐶|cat 🐱
|white_check_mark ✅|heavy_check_mark ✔️|ballot_box_with_check ☑️|x ❌|negative_squared_cross_mark ❎|o ⭕
|warning ⚠️|rotating_light 🚨|no_entry ⛔|no_entry_sign 🚫|octagonal_sign 🛑|construction 🚧|sos 🆘
|exclamation ❗|heavy_exclamation_mark ❗|bangbang ‼️|question ❓|grey_question ❔|grey_exclamation ❕
|interrobang ⁉️|information_source ℹ️|bell 🔔|no_bell 🔕|mute 🔇|loud_sound 🔊|mega 📣|loudspeaker 📢
|red_circle 🔴|large_red_circle 🔴|large_orange_circle 🟠|orange_circle 🟠|large_yellow_circle 🟡
|yellow_circle 🟡|large_green_circle 🟢|green_circle 🟢|large_blue_circle 🔵|blue_circle 🔵|large_purple_circle 🟣
|large_brown_circle 🟤|white_circle ⚪|black_circle ⚫|red_square 🟥|large_red_square 🟥|large_orange_square 🟧
|large_yellow_square 🟨|large_green_square 🟩|large_blue_square 🟦|white_square_button 🔳|black_square_button 🔲
|white_large_square ⬜|black_large_square ⬛|small_red_triangle 🔺|small_red_triangle_down 🔻
|small_blue_diamond 🔹|small_orange_diamond 🔸|large_blue_diamond 🔷|large_orange_diamond 🔶
|hourglass ⌛|hourglass_flowing_sand ⏳|alarm_clock ⏰|stopwatch ⏱️|timer_clock ⏲️|watch ⌚|mantelpiece_clock 🕰️
|clock1 🕐|clock2 🕑|clock3 🕒|clock4 🕓|clock5 🕔|clock6 🕕|clock7 🕖|clock8 🕗|clock9 🕘|clock10 🕙|clock11 🕚
|clock12 🕛|calendar 📆|date 📅|spiral_calendar_pad 🗓️|spiral_calendar 🗓️|soon 🔜|new 🆕|free 🆓|up 🆙|ok 🆗
|money_with_wings 💸|moneybag 💰|dollar 💵|euro 💶|pound 💷|yen 💴|credit_card 💳|receipt 🧾|coin 🪙|bank 🏦|atm 🏧
|chart 💹|heavy_dollar_sign 💲|currency_exchange 💱|chart_with_upwards_trend 📈|chart_with_downwards_trend 📉
|bar_chart 📊|abacus 🧮|scales ⚖️|balance_scale ⚖️|ledger 📒|books 📚|book 📖|bookmark 🔖|label 🏷️|page_facing_up 📄
|page_with_curl 📃|memo 📝|pencil 📝|pencil2 ✏️|clipboard 📋|pushpin 📌|round_pushpin 📍|paperclip 📎|link 🔗
|scroll 📜|file_folder 📁|open_file_folder 📂|card_index_dividers 🗂️|wastebasket 🗑️|inbox_tray 📥|outbox_tray 📤
|incoming_envelope 📨|envelope ✉️|email 📧|e-mail 📧|mailbox 📫|mailbox_with_mail 📬|package 📦|newspaper 📰
|lock 🔒|unlock 🔓|closed_lock_with_key 🔐|key 🔑|shield 🛡️|mag 🔍|mag_right 🔎|bulb 💡|electric_plug 🔌|battery 🔋
|computer 💻|desktop_computer 🖥️|server 🗄️|file_cabinet 🗄️|floppy_disk 💾|satellite_antenna 📡|globe_with_meridians 🌐
|earth_americas 🌎|earth_africa 🌍|earth_asia 🌏|cloud ☁️|wrench 🔧|hammer 🔨|hammer_and_wrench 🛠️|gear ⚙️|nut_and_bolt 🔩
|toolbox 🧰|test_tube 🧪|microscope 🔬|telescope 🔭|rocket 🚀|airplane ✈️|fire 🔥|zap ⚡|boom 💥|sparkles ✨|star ⭐
|star2 🌟|dizzy 💫|tada 🎉|confetti_ball 🎊|balloon 🎈|gift 🎁|trophy 🏆|medal 🏅|dart 🎯|crown 👑|gem 💎
|heart ❤️|yellow_heart 💛|green_heart 💚|blue_heart 💙|purple_heart 💜|broken_heart 💔|100 💯|zzz 💤|speech_balloon 💬
|thought_balloon 💭|left_speech_bubble 🗨️|arrow_right ➡️|arrow_left ⬅️|arrow_up ⬆️|arrow_down ⬇️|arrow_upper_right ↗️
|arrow_lower_right ↘️|arrows_counterclockwise 🔄|arrows_clockwise 🔃|leftwards_arrow_with_hook ↩️
|arrow_right_hook ↪️|repeat 🔁|repeat_one 🔂|fast_forward ⏩|rewind ⏪|arrow_forward ▶️|double_vertical_bar ⏸️
|pause_button ⏸️|black_square_for_stop ⏹️|eject ⏏️|heavy_plus_sign ➕|heavy_minus_sign ➖|heavy_multiplication_x ✖️
|heavy_division_sign ➗|infinity ♾️|recycle ♻️|white_flag 🏳️|triangular_flag_on_post 🚩|checkered_flag 🏁|coffee ☕
|tea 🍵|beer 🍺|beers 🍻|pizza 🍕|cake 🍰|birthday 🎂|apple 🍎|sunny ☀️|partly_sunny ⛅|rain_cloud 🌧️|snowflake ❄️
|umbrella ☔|rainbow 🌈|ocean 🌊|seedling 🌱|evergreen_tree 🌲|cactus 🌵|four_leaf_clover 🍀|house 🏠|office 🏢|factory 🏭
|convenience_store 🏪|construction_worker 👷|cop 👮|detective 🕵️|sleuth_or_spy 🕵️|bust_in_silhouette 👤
|busts_in_silhouette 👥|family 👪|ambulance 🚑|fire_engine 🚒|police_car 🚓|truck 🚚|bike 🚲|anchor ⚓|crystal_ball 🔮
|one 1️⃣|two 2️⃣|three 3️⃣|four 4️⃣|five 5️⃣|six 6️⃣|seven 7️⃣|eight 8️⃣|nine 9️⃣|zero 0️⃣|keycap_ten 🔟|hash #️⃣
`;

const BY_NAME = new Map(
  GROUPS.replaceAll("\n", "")
    .split("|")
    .map((pair) => pair.trim().split(" "))
    .filter((pair) => pair.length === 2),
);

/** The character behind a short name, or null. */
export const emoji = (name) => BY_NAME.get(name) ?? null;

// Drawn almost in the colour of the page: these get an edge, or nobody would see them.
const PALE = new Set([..."⚪⚫⬜⬛❔❕🔲🔳➕➖➗◻◼▫▪🏳🏴👻💬🗨☁"]);

/** Whether a character would not be seen on a light or a dark page. */
export const isPale = (character) => PALE.has([...character][0]);

const SHORTCODE = /:([a-z0-9_+'-]+):(?::skin-tone-[2-6]:)?/g;

/** Splits a text at known short names: [{text}, {emoji, name}, ...]. */
export function splitEmoji(text) {
  const parts = [];
  let from = 0;
  for (const match of text.matchAll(SHORTCODE)) {
    const character = emoji(match[1]);
    if (!character) continue;
    if (match.index > from) parts.push({ text: text.slice(from, match.index) });
    parts.push({ emoji: character, name: match[1] });
    from = match.index + match[0].length;
  }
  if (from < text.length) parts.push({ text: text.slice(from) });
  return parts;
}

/** A text with its short names replaced, for places that show plain text only. */
export const plainEmoji = (text) => splitEmoji(text).map((part) => part.emoji ?? part.text).join("");
