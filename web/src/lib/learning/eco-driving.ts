import type { Content } from './content.ts';

export const content: Content = {
	mod_01M6A6FT000000000000000021: {
		drawing: {
			about: 'A road that leads to a traffic light far ahead',
			lines: [
				{ path: 'M20 112L150 36M300 112L170 36M160 112V96M160 86V74M160 66v-8' },
				{ path: 'M206 66V20q0-6 6-6h10q6 0 6 6v28q0 6-6 6h-10q-6 0-6-6M217 54v26' },
				{ path: 'M213 22h8M213 34h8', as: 'warn' },
				{ path: 'M60 112q60-60 92-74', as: 'accent' }
			]
		},
		sections: [
			{
				heading: 'Every braking was paid for',
				text: [
					'Fuel or charge made the vehicle fast; the brakes turn it into heat and dust. Who sees early that the light turns red lifts the foot, and rolls there for nothing.',
					'Look as far ahead as you can: over or through the vehicle in front, at the second and third one, at lights, crossings, people at the kerb.'
				]
			},
			{
				heading: 'Roll in gear',
				text: [
					'Leave the gear in and take the foot off: a modern engine then burns nothing, and an electric motor charges the battery. In neutral, the engine needs fuel to idle.'
				],
				figures: {
					title: 'The way from 50 down to 30 km/h, without any fuel',
					unit: 'm',
					rows: [
						['Braking late', 25],
						['Foot off early', 150]
					]
				}
			},
			{
				heading: 'A gap saves too',
				text: [
					'With two or three seconds to the vehicle in front you can let its small changes of speed pass. Who follows closely brakes and accelerates with every one of them.'
				]
			}
		],
		questions: [
			{
				text: 'A light far ahead turns red. What uses the least?',
				answers: ['Shift to neutral and roll', 'Foot off, gear in, roll', 'Keep the speed, brake in time'],
				right: 1,
				why: 'In gear the rolling vehicle turns the engine and no fuel is injected, or the battery is charged.'
			},
			{
				text: 'Why does a larger gap save fuel?',
				answers: ['There is less wind', 'You need not repeat each small braking of others', 'The engine runs cooler'],
				right: 1,
				why: 'A gap takes up changes of speed. Each braking that you leave out is an acceleration that you leave out.'
			},
			{
				text: 'Where should you look?',
				answers: ['At the bumper in front', 'At the instruments', 'As far ahead as the road can be seen'],
				right: 2,
				why: 'What is seen early can be met by lifting the foot. What is seen late needs the brakes.'
			}
		]
	},
	mod_01M6A6FT000000000000000022: {
		drawing: {
			about: 'A smooth line of speed above a jagged one',
			lines: [
				{ path: 'M30 104h270M30 104V14' },
				{ path: 'M30 100q40-52 80-54h120q40 2 60 54', as: 'accent' },
				{ path: 'M30 104l30-72 20 50 30-58 20 60 30-64 26 58 24-56 24 40 26 38', as: 'warn' }
			]
		},
		sections: [
			{
				heading: 'Up swiftly, then steady',
				text: [
					'Accelerate without hurry but not endlessly: about two thirds of the pedal, and early into the next gear, at some 2,000 turns a minute with petrol and 1,500 with diesel. Then hold the speed with as little pedal as it takes.'
				]
			},
			{
				heading: 'Air is what you push',
				text: [
					'From some 60 km/h on, most energy goes into pushing air aside, and that grows with the square of the speed. The last ten kilometres an hour cost most and win least.'
				],
				figures: {
					title: 'What a typical van needs for 100 km',
					unit: 'l',
					rows: [
						['80 km/h', 7.5],
						['100 km/h', 9],
						['120 km/h', 11.5],
						['130 km/h', 13]
					]
				}
			},
			{
				heading: 'Standing still',
				text: [
					'An idling engine burns about a litre an hour, for nothing. If you stand for longer than a minute, switch it off, also while loading. Do not warm it up standing: it warms faster driving gently.'
				]
			}
		],
		questions: [
			{
				text: 'You have 60 km to go. Going at 130 instead of 120 km/h saves about …',
				answers: ['2 minutes', '10 minutes', '20 minutes'],
				right: 0,
				why: '60 km take 30 minutes at 120 and 27.7 at 130. It costs about an eighth more fuel.'
			},
			{
				text: 'When do you shift up?',
				answers: ['When the engine is loud', 'Early: at about 2,000 turns with petrol', 'At half of the highest speed of the gear'],
				right: 1,
				why: 'An engine works best with few turns and much load. It comes to no harm by it.'
			},
			{
				text: 'You unload for five minutes. What about the engine?',
				answers: ['Leave it on: starting costs more', 'Leave it on if it is cold', 'Switch it off'],
				right: 2,
				why: 'A start costs as much as a few seconds of idling.'
			}
		]
	},
	mod_01M6A6FT000000000000000023: {
		drawing: {
			about: 'A tyre with its pressure gauge, and a roof rack that was taken off',
			lines: [
				{ path: 'M40 64a38 38 0 1 0 76 0a38 38 0 1 0-76 0M58 64a20 20 0 1 0 40 0a20 20 0 1 0-40 0' },
				{ path: 'M116 64h40M156 64a22 22 0 1 0 44 0a22 22 0 1 0-44 0' },
				{ path: 'M178 64l12-12', as: 'accent' },
				{ path: 'M226 92h70M236 92V72M286 92V72M232 72h58', as: 'warn' }
			]
		},
		sections: [
			{
				heading: 'Leave at home what you need not carry',
				text: [
					'Every 100 kg cost some 3 to 5 % more in town, where they are accelerated again and again. An empty roof box or rack costs more than that on fast roads: up to a fifth.'
				],
				points: ['Empty the vehicle of what is not for today.', 'Take racks and boxes off when they are not used.', 'Close windows on fast roads.']
			},
			{
				heading: 'Tyres',
				text: [
					'With half a bar too little, a vehicle needs some 3 % more; they wear at their edges and brake worse. Check them every second week, cold, to the figure for your load on the plate at the door. Tyres with label A instead of D roll noticeably easier.'
				]
			},
			{
				heading: 'What else draws power',
				text: [
					'Air conditioning takes up to a litre in an hour; air the hot cabin before you set off. In an electric vehicle heat or cool it while it still hangs on the charger, and use the seat heating: it takes a tenth of what heating the air does.'
				]
			}
		],
		questions: [
			{
				text: 'Which costs the most on a motorway?',
				answers: ['50 kg of tools in the boot', 'An empty roof box', 'The radio and the lights'],
				right: 1,
				why: 'At speed it is the air that counts, and a roof box stands in it. Weight matters more in town.'
			},
			{
				text: 'When is tyre pressure to be checked?',
				answers: ['Cold, before setting off', 'Warm, after half an hour', 'When the warning light is on'],
				right: 0,
				why: 'Warm tyres show 0.3 bar more than they have. The warning comes only when much is missing.'
			},
			{
				text: 'A winter morning with an electric van. What takes the least from the battery?',
				answers: ['Heat it on the charger, then the seats', 'Heat the air while driving', 'Drive with the windows open a little'],
				right: 0,
				why: 'What comes from the charger does not shorten the way, and seats need a tenth of what air needs.'
			}
		]
	}
};
