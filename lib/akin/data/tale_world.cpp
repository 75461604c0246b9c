#include "akin/data/tale_world.h"

#include <algorithm>
#include <map>
#include <utility>

namespace akin::data {
namespace {

struct Words {
  Slot slot;
  std::vector<std::string> english;
  std::vector<std::string> korean;
};

/// In Korean, the patterns add 에 to homes and 수 to skills.
const std::vector<Words>& vocabulary() {
  static const std::vector<Words> all = {
      {Slot::name,
       {"Mina", "Tom",   "Anna", "Leo",  "Ruby", "Max",  "Luna", "Oscar", "Bella", "Hugo",
        "Nora", "Felix", "Ivy",  "Milo", "Rosa", "Otto", "Cleo", "Finn",  "Daisy", "Theo",
        "Sam",  "Lily",  "Ben",  "Zoe",  "Jack", "Ella", "Gus",  "Alma",  "Kofi",  "Yuna"},
       {"미나", "하늘", "봄이", "초롱", "보리", "콩이", "별이", "두리", "솔이", "마루",
        "구름", "단풍", "호두", "바람", "나비", "몽실", "토리", "은별", "누리", "한솔",
        "가람", "이슬", "복실", "새벽", "꼬미", "방울", "라온", "가을", "단비", "달님"}},
      {Slot::adjective,
       {"little", "old", "young", "happy", "shy", "brave", "clever", "hungry", "quiet", "funny",
        "kind", "lazy", "gentle", "eager"},
       {"작은", "나이 많은", "어린", "즐거운", "수줍은", "용감한", "똑똑한", "배고픈", "조용한",
        "재미있는", "친절한", "게으른", "상냥한", "부지런한"}},
      {Slot::animal,
       {"fox",      "bear",  "deer", "otter",   "beaver", "crane", "cow",  "hen",
        "horse",    "whale", "seal", "dolphin", "eagle",  "goat",  "wolf", "rabbit",
        "hedgehog", "mole",  "frog", "duck",    "swan",   "cat",   "dog",  "mouse"},
       {"여우",     "곰",     "사슴",   "수달",   "비버",   "두루미", "소",   "닭",
        "말",       "고래",   "물개",   "돌고래", "독수리", "염소",   "늑대", "토끼",
        "고슴도치", "두더지", "개구리", "오리",   "백조",   "고양이", "개",   "생쥐"}},
      {Slot::home,
       {"in the forest", "by the river", "on the farm", "in the sea", "on the mountain",
        "in the garden", "at the pond", "in the village"},
       {"숲", "강가", "농장", "바다", "산", "정원", "연못", "마을"}},
      {Slot::food,
       {"berries", "honey",   "grass", "leaves", "fish",   "bark",  "eggs",
        "hay",     "corn",    "seeds", "apples", "shrimp", "squid", "meat",
        "carrots", "beetles", "worms", "flies",  "bread",  "cheese"},
       {"산딸기", "꿀",       "풀",     "나뭇잎", "물고기", "나무껍질", "알",
        "건초",   "옥수수",   "씨앗",   "사과",   "새우",   "오징어",   "고기",
        "당근",   "딱정벌레", "지렁이", "파리",   "빵",     "치즈"}},
      {Slot::skill,
       {"swim", "fly", "climb trees", "dig holes", "hop", "run fast"},
       {"헤엄을 칠", "하늘을 날", "나무를 탈", "땅을 팔", "깡충깡충 뛸", "빨리 달릴"}},
      {Slot::time,
       {"one morning", "one evening", "at noon", "at night", "on Monday", "on a sunny day",
        "on a rainy day", "in spring", "in summer", "in autumn", "in winter", "today"},
       {"어느 날 아침", "어느 날 저녁", "한낮에", "한밤에", "월요일에", "맑은 날에", "비 오는 날에",
        "봄에", "여름에", "가을에", "겨울에", "오늘"}},
      {Slot::mood,
       {"is happy", "sings a song", "falls asleep", "laughs out loud", "dances", "takes a nap",
        "looks at the moon", "waits for rain", "dreams of snow", "tells a story",
        "counts the stars", "hums a tune"},
       {"행복해요", "노래를 불러요", "잠이 들어요", "크게 웃어요", "춤을 춰요", "낮잠을 자요",
        "달을 봐요", "비를 기다려요", "눈 오는 꿈을 꿔요", "이야기를 들려줘요", "별을 세요",
        "콧노래를 불러요"}},
  };
  return all;
}

struct NamedFacts {
  const char* animal;
  const char* home;
  std::array<const char*, 2> foods;
  std::vector<const char*> skills;
  int weight;
};

/// Three animals per home; every animal has some skills and lacks others.
const std::vector<NamedFacts>& named_facts() {
  static const std::vector<NamedFacts> all = {
      {"fox", "in the forest", {"berries", "meat"}, {"dig holes", "run fast"}, 6000},
      {"bear", "in the forest", {"honey", "berries"}, {"swim", "climb trees"}, 300000},
      {"deer", "in the forest", {"leaves", "grass"}, {"swim", "run fast"}, 90000},
      {"otter", "by the river", {"fish", "shrimp"}, {"swim", "dig holes"}, 8000},
      {"beaver", "by the river", {"bark", "leaves"}, {"swim", "dig holes"}, 20000},
      {"crane", "by the river", {"fish", "eggs"}, {"fly"}, 7000},
      {"cow", "on the farm", {"hay", "grass"}, {"swim"}, 600000},
      {"hen", "on the farm", {"corn", "seeds"}, {"hop"}, 2500},
      {"horse", "on the farm", {"hay", "apples"}, {"swim", "run fast"}, 500000},
      {"whale", "in the sea", {"shrimp", "squid"}, {"swim"}, 30000000},
      {"seal", "in the sea", {"fish", "squid"}, {"swim"}, 100000},
      {"dolphin", "in the sea", {"fish", "shrimp"}, {"swim"}, 150000},
      {"eagle", "on the mountain", {"fish", "meat"}, {"fly"}, 5000},
      {"goat", "on the mountain", {"grass", "bark"}, {"hop", "run fast"}, 60000},
      {"wolf", "on the mountain", {"meat", "berries"}, {"swim", "run fast"}, 45000},
      {"rabbit", "in the garden", {"carrots", "grass"}, {"dig holes", "hop", "run fast"}, 2000},
      {"hedgehog", "in the garden", {"beetles", "worms"}, {"climb trees", "dig holes"}, 800},
      {"mole", "in the garden", {"worms", "seeds"}, {"dig holes"}, 100},
      {"frog", "at the pond", {"flies", "worms"}, {"swim", "hop"}, 30},
      {"duck", "at the pond", {"seeds", "bread"}, {"swim", "fly"}, 1200},
      {"swan", "at the pond", {"leaves", "corn"}, {"swim", "fly"}, 10000},
      {"cat", "in the village", {"fish", "cheese"}, {"climb trees", "run fast"}, 4000},
      {"dog", "in the village", {"meat", "bread"}, {"swim", "dig holes", "run fast"}, 25000},
      {"mouse", "in the village", {"cheese", "seeds"}, {"climb trees", "dig holes"}, 20},
  };
  return all;
}

int number_of(Slot slot, std::string_view word) {
  const auto& all = words(slot, Language::english);
  return static_cast<int>(std::find(all.begin(), all.end(), word) - all.begin());
}

std::map<int, AnimalFacts> make_facts() {
  std::map<int, AnimalFacts> all;
  for (const NamedFacts& named : named_facts()) {
    AnimalFacts facts{
        number_of(Slot::home, named.home),
        {number_of(Slot::food, named.foods[0]), number_of(Slot::food, named.foods[1])},
        {},
        named.weight};
    for (const char* skill : named.skills) {
      facts.skills.push_back(number_of(Slot::skill, skill));
    }
    all.emplace(number_of(Slot::animal, named.animal), std::move(facts));
  }
  return all;
}

}  // namespace

const std::vector<std::string>& words(Slot slot, Language language) {
  const Words& found = vocabulary().at(static_cast<std::size_t>(slot));
  return language == Language::english ? found.english : found.korean;
}

const AnimalFacts& facts_of(int animal) {
  static const std::map<int, AnimalFacts> all = make_facts();
  return all.at(animal);
}

}  // namespace akin::data
