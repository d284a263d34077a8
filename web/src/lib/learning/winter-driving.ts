import type { Content } from './content.ts';

/** Winter driving. Distances are worked out for one second of reaction and good winter tyres. */
export const content: Content = {
	mod_01M6A6FT000000000000000011: {
		drawing: {
			about: 'A van with its lights on, and snow brushed off its roof',
			lines: [
				{ path: 'M60 92V48q0-8 8-8h92l34 26h28q8 0 8 8v18h-14M102 92h78M60 92h6' },
				{ path: 'M152 48h10l22 18h-32z' },
				{ path: 'M66 92a18 18 0 1 0 36 0a18 18 0 1 0-36 0M180 92a18 18 0 1 0 36 0a18 18 0 1 0-36 0' },
				{ path: 'M240 76l52-12M240 82h56M240 88l52 12', as: 'accent' },
				{ path: 'M80 24l6 6m0-6l-6 6M112 16l6 6m0-6l-6 6M146 24l6 6m0-6l-6 6', as: 'accent' }
			]
		},
		sections: [
			{
				heading: 'See, and be seen',
				text: [
					'Clear every window, all mirrors, the lights and the number plates. A hole scraped in the ice of the windscreen is not enough: who walks beside you is hidden by what you left.',
					'Take the snow off the roof and the load too. It slides onto your windscreen when you brake, or onto whoever follows you.'
				]
			},
			{
				heading: 'Five minutes that pay',
				points: [
					'Tyres: winter tyres, at least 4 mm of tread, pressure checked cold. In the cold, pressure falls by about 0.1 bar for every 10 degrees.',
					'Washer fluid that does not freeze, wipers that are not stuck to the glass.',
					'Lights: walk around the vehicle once with all of them on.',
					'On board: scraper, gloves, warm jacket, torch, high-visibility vest, a charged telephone, a full tank or battery.'
				]
			},
			{
				heading: 'Plan more time',
				text: [
					'A journey that takes half an hour in summer may take 45 minutes now. Who sets off late drives as if the road were dry. Look at the forecast, and tell whoever waits for you before you leave, not from the road.',
					'Bridges, forest roads and low ground freeze first, and stay frozen when the rest has thawed.'
				]
			}
		],
		questions: [
			{
				text: 'There is snow on the roof of your van. What do you do?',
				answers: ['Leave it: the wind takes it off', 'Take it off before setting off', 'Drive slowly until it has thawed'],
				right: 1,
				why: 'It slides forward when you brake and hides the road, or falls onto others. It has to be off before you move.'
			},
			{
				text: 'It has become 20 degrees colder since you checked the tyres. What has happened to their pressure?',
				answers: ['It has fallen by about 0.2 bar', 'Nothing', 'It has risen a little'],
				right: 0,
				why: 'Cold air takes less room. About 0.1 bar is lost for every 10 degrees, so check them cold, and again after a fall in temperature.'
			},
			{
				text: 'Where is ice to be expected first?',
				answers: ['On steep roads in a town', 'On motorways', 'On bridges and in forests'],
				right: 2,
				why: 'A bridge is cooled from below too, and the sun does not reach a forest road.'
			}
		]
	},
	mod_01M6A6FT000000000000000012: {
		drawing: {
			about: 'A car that keeps a long gap to the car in front',
			lines: [
				{ path: 'M24 84v-14l14-4 12-16h34l14 16 14 4v14h-8M54 84h26M24 84h6' },
				{ path: 'M30 84a12 12 0 1 0 24 0a12 12 0 1 0-24 0M80 84a12 12 0 1 0 24 0a12 12 0 1 0-24 0' },
				{ path: 'M224 84v-14l14-4 12-16h34l14 16 14 4v14h-8M254 84h26M224 84h6' },
				{ path: 'M230 84a12 12 0 1 0 24 0a12 12 0 1 0-24 0M280 84a12 12 0 1 0 24 0a12 12 0 1 0-24 0' },
				{ path: 'M124 66h88M124 66l8-6M124 66l8 6M212 66l-8-6M212 66l-8 6', as: 'accent' }
			]
		},
		sections: [
			{
				heading: 'Stopping is reacting, then braking',
				text: [
					'In the second that you need to react, the vehicle goes on at full speed: 14 metres at 50 km/h. Only then do the brakes begin. How far they need depends on what the tyres can hold on to.'
				],
				figures: {
					title: 'Stopping distance from 50 km/h, about',
					unit: 'm',
					rows: [
						['Dry road', 26],
						['Wet road', 34],
						['Packed snow', 47],
						['Ice', 112]
					]
				}
			},
			{
				heading: 'Speed counts twice',
				text: [
					'Twice the speed needs four times the way to brake. From 30 instead of 50 km/h on packed snow you stop after some 20 metres instead of 47: the one measure that always works is to be slower before it is needed.',
					'A loaded vehicle does not brake better for being heavy. Its tyres have more to hold and its brakes get hotter.'
				]
			},
			{
				heading: 'The gap',
				text: [
					'Two seconds to the vehicle in front are right on a dry road. Keep four in the wet, and up to ten on snow and ice. Watch it pass a post and count: a hundred and one, a hundred and two …',
					'If you have to brake hard, press the pedal fully and keep it there. With anti-lock brakes it pulses and you can still steer. Without them, let go a little when the wheels lock.'
				]
			}
		],
		questions: [
			{
				text: 'From 50 km/h you need 26 m to stop on a dry road. About how much is it on ice?',
				answers: ['40 m', '60 m', 'More than 100 m'],
				right: 2,
				why: 'Ice gives the tyres about an eighth of what a dry road gives. It is about 112 m.'
			},
			{
				text: 'You drive at 60 instead of 30 km/h. What happens to the braking distance?',
				answers: ['It doubles', 'It is four times as long', 'It grows by 30 m'],
				right: 1,
				why: 'The brakes have to take up the energy of motion, which grows with the square of the speed.'
			},
			{
				text: 'You brake hard with anti-lock brakes, and the pedal pulses. What do you do?',
				answers: ['Keep pressing fully, and steer', 'Let go and press again, many times', 'Pull the handbrake too'],
				right: 0,
				why: 'The pulsing is the system at work: it does the pumping faster than any foot, and keeps the wheels rolling so that you can steer.'
			}
		]
	},
	mod_01M6A6FT000000000000000013: {
		drawing: {
			about: 'The curve of tyre tracks on ice, and the way that the driver looks',
			lines: [
				{ path: 'M20 104q120 0 170-50q30-30 110-34' },
				{ path: 'M20 72q90 0 140-40q36-26 140-30' },
				{ path: 'M120 88q30-6 44-22m-10 34q30-10 46-28', as: 'warn' },
				{ path: 'M84 82l150-44m-14-4l14 4-10 10', as: 'accent' }
			]
		},
		sections: [
			{
				heading: 'Feel how much grip there is',
				text: [
					'Where nobody follows you, brake gently once at low speed. If the anti-lock system sets in at a light touch, you know. It being quiet all at once, the steering going light and the road shining black without any spray are signs of ice.',
					'Everything gentle, one thing at a time: brake before the bend, steer in the bend, accelerate after it.'
				]
			},
			{
				heading: 'When the wheels slip',
				points: [
					'The front slides straight on: foot off the accelerator, do not turn the wheel further, wait until the tyres grip again.',
					'The back breaks out: foot off, look and steer where you want to go, and be ready to steer back.',
					'In both: press the clutch, or shift to N. If it is too late for all that, brake fully.'
				],
				text: ['You go where you look. Look at the gap, not at the tree.']
			},
			{
				heading: 'Uphill and downhill',
				text: [
					'Uphill: keep a gap so long that you need not stop, in a high gear with little accelerator. Downhill: slow down at the top, use a low gear or recuperation with care, and brake in short gentle presses.'
				]
			}
		],
		questions: [
			{
				text: 'In a bend the front of the car slides straight on. What helps?',
				answers: ['Turn the wheel further', 'Accelerate', 'Foot off, turn no further, wait for grip'],
				right: 2,
				why: 'Tyres that are turned further have even less grip. When they roll straighter and slower they hold again.'
			},
			{
				text: 'When do you brake for an icy bend?',
				answers: ['Before it', 'In the middle of it', 'As soon as the car slips'],
				right: 0,
				why: 'Tyres can brake or steer. What they spend on braking is missing for the bend.'
			},
			{
				text: 'Which is a sign of black ice?',
				answers: ['Much spray from other wheels', 'It gets quiet, and the steering light', 'The engine gets louder'],
				right: 1,
				why: 'Tyres on ice make hardly a noise and give hardly any resistance to the steering. A wet road that sprays is not frozen.'
			}
		]
	},
	mod_01M6A6FT000000000000000014: {
		drawing: {
			about: 'A car in snow with a warning triangle behind it',
			lines: [
				{ path: 'M150 84v-14l14-4 12-16h44l16 16 18 4v14' },
				{ path: 'M120 96q20-16 40-10t40-4 44 2 56 12' },
				{ path: 'M40 96l18-32 18 32zM58 76v8', as: 'warn' },
				{ path: 'M104 30l6 6m0-6l-6 6M250 24l6 6m0-6l-6 6M280 44l6 6m0-6l-6 6', as: 'accent' }
			]
		},
		sections: [
			{
				heading: 'Getting out of the snow',
				points: [
					'Straighten the wheels and clear the snow in front of and behind them.',
					'Second gear, or the winter programme, and very little accelerator. Spinning wheels dig themselves in and polish the snow to ice.',
					'Rock to and fro gently. Sand, gravel or the floor mats before the driven wheels help.',
					'If traction control cuts all power, switch it off to get out, and on again after it.'
				]
			},
			{
				heading: 'When you can’t get on',
				text: [
					'Hazard lights on, high-visibility vest on, get out on the side away from the traffic, put the triangle up at a good distance. Wait behind the barrier, not in the car, where others may slide into it.',
					'If you are stuck in a jam far from anywhere, stay with the vehicle. It is warmer, and it is found.'
				]
			},
			{
				heading: 'Keeping warm safely',
				text: [
					'Keep the exhaust free of snow before you let the engine run: blocked, its gas comes into the cabin, without a smell. Run it for ten minutes in an hour with a window open by a finger. An electric car heats for many hours standing; heat the seats rather than the air.'
				]
			}
		],
		questions: [
			{
				text: 'The wheels spin in the snow. What is best?',
				answers: ['More accelerator', 'Less accelerator, rock to and fro', 'Let air out of all tyres'],
				right: 1,
				why: 'Spinning wheels dig in and turn the snow to ice. Little power and a gentle rocking let them climb out.'
			},
			{
				text: 'You broke down on an icy fast road. Where do you wait?',
				answers: ['In the car with the belt on', 'Behind the car', 'Behind the barrier'],
				right: 2,
				why: 'On ice others may slide into your vehicle. Be away from it and from the carriageway.'
			},
			{
				text: 'You are snowed in and want to run the engine for heat. What first?',
				answers: ['Clear the exhaust of snow', 'Close all the vents', 'Switch off the lights'],
				right: 0,
				why: 'A blocked exhaust leads carbon monoxide into the cabin. It has no smell and kills.'
			}
		]
	}
};
