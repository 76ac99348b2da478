/** Four words for a leaf hash: the first 40 bits, ten a word. They help the eye and prove nothing. */
const QUALITIES = pairs(
  "青 green|白 white|红 red|黄 yellow|蓝 blue|紫 violet|金 golden|银 silver|" +
    "高 high|远 far|大 big|小 little|古 ancient|早 early|晚 late|暖 warm|" +
    "凉 cool|明 bright|东 eastern|西 western|南 southern|北 northern|春 spring|夏 summer|" +
    "秋 autumn|石 stone|竹 bamboo|铁 iron|玉 jade|雪 snow|月 moon|长 long",
);
const THINGS = pairs(
  "山 hill|河 river|湖 lake|海 sea|云 cloud|风 wind|雨 rain|花 flower|" +
    "草 grass|树 tree|林 forest|叶 leaf|兔 hare|马 horse|牛 ox|羊 sheep|" +
    "鹿 deer|燕 swallow|桥 bridge|船 boat|灯 lamp|钟 bell|鼓 drum|塔 tower|" +
    "门 gate|田 field|麦 wheat|茶 tea|果 fruit|井 well|琴 lute|笔 brush",
);

export interface Phrase {
  zh: string;
  en: string;
}

function pairs(table: string): string[][] {
  return table.split("|").map((pair) => pair.split(" "));
}

export function phrase(leaf: Uint8Array): Phrase {
  let bits = 0n;
  for (const one of leaf.slice(0, 5)) bits = (bits << 8n) | BigInt(one);
  const words = [30n, 20n, 10n, 0n].map((shift) => {
    const ten = Number((bits >> shift) & 1023n);
    return [QUALITIES[ten >> 5]!, THINGS[ten & 31]!] as const;
  });
  return {
    zh: words.map(([quality, thing]) => `${quality[0]}${thing[0]}`).join(" "),
    en: words.map(([quality, thing]) => `${quality[1]} ${thing[1]}`).join(", "),
  };
}
